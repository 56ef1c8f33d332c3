/* Copyright: (c) 2026, netjoin.windows contributors
 * GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Windows functions that the collection's C# calls, with their Windows signatures.  Nothing is decided here: each
 * call is forwarded to the lab's provider over the two pipes in LAB_PROVIDER_IN and LAB_PROVIDER_OUT (frames: wire.py)
 * and its answer is put into the buffers that the caller expects.  Mono reports errno as the last Win32 error.
 */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef uint16_t WCHAR;
typedef uint32_t DWORD;

#define NULL_FIELD 0xFFFFFFFFu
#define ERROR_INVALID_PARAMETER 87
#define ERROR_INVALID_LEVEL 124
#define ERROR_MORE_DATA 234
#define ERROR_UNSUPPORTED_TYPE 1630
#define RPC_S_SERVER_UNAVAILABLE 1722
#define HKEY_LOCAL_MACHINE 0x80000002u
#define MAX_FIELDS 64

struct field {
	const void *data; /* NULL is sent as NULL */
	DWORD size;
};

struct reply {
	unsigned char *bytes; /* owns all fields */
	struct field fields[MAX_FIELDS];
	DWORD count;
};

static pthread_mutex_t one_call = PTHREAD_MUTEX_INITIALIZER;

static int descriptor(const char *variable)
{
	const char *value = getenv(variable);
	return value ? atoi(value) : -1;
}

static int read_all(int from, void *buffer, size_t size)
{
	unsigned char *next = buffer;
	while (size > 0) {
		ssize_t got = read(from, next, size);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;
		next += got;
		size -= (size_t)got;
	}
	return 0;
}

static int write_all(int to, const void *buffer, size_t size)
{
	const unsigned char *next = buffer;
	while (size > 0) {
		ssize_t put = write(to, next, size);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return -1;
		next += put;
		size -= (size_t)put;
	}
	return 0;
}

static size_t length(const WCHAR *text)
{
	size_t count = 0;
	while (text && text[count])
		count++;
	return count;
}

static struct field text_field(const WCHAR *text)
{
	struct field value = {text, (DWORD)(2 * length(text))};
	return value;
}

static struct field number_field(const DWORD *number)
{
	struct field value = {number, 4};
	return value;
}

static int send_request(int to, const struct field *fields, DWORD count)
{
	size_t size = 4;
	for (DWORD i = 0; i < count; i++)
		size += 4 + fields[i].size;
	unsigned char *bytes = malloc(size), *next = bytes;
	if (!bytes)
		return -1;
	memcpy(next, &count, 4);
	next += 4;
	for (DWORD i = 0; i < count; i++) {
		DWORD field_size = fields[i].data ? fields[i].size : NULL_FIELD;
		memcpy(next, &field_size, 4);
		next += 4;
		if (fields[i].data && fields[i].size) {
			memcpy(next, fields[i].data, fields[i].size);
			next += fields[i].size;
		}
	}
	int failed = write_all(to, bytes, (size_t)(next - bytes));
	explicit_bzero(bytes, size); /* passwords pass through here */
	free(bytes);
	return failed;
}

static int read_reply(int from, struct reply *reply)
{
	size_t used = 0;
	DWORD sizes[MAX_FIELDS];
	reply->bytes = NULL;
	if (read_all(from, &reply->count, 4) || reply->count < 1 || reply->count > MAX_FIELDS)
		return -1;
	for (DWORD i = 0; i < reply->count; i++) {
		if (read_all(from, &sizes[i], 4))
			return -1;
		if (sizes[i] == NULL_FIELD)
			continue;
		unsigned char *larger = realloc(reply->bytes, used + sizes[i] + 1);
		if (!larger)
			return -1;
		reply->bytes = larger;
		if (read_all(from, larger + used, sizes[i]))
			return -1;
		used += sizes[i];
	}
	used = 0;
	for (DWORD i = 0; i < reply->count; i++) {
		int is_null = sizes[i] == NULL_FIELD;
		reply->fields[i].data = is_null ? NULL : reply->bytes + used;
		reply->fields[i].size = is_null ? 0 : sizes[i];
		used += reply->fields[i].size;
	}
	return 0;
}

static void release(struct reply *reply)
{
	free(reply->bytes);
	reply->bytes = NULL;
}

static DWORD number_at(const struct reply *reply, DWORD index)
{
	DWORD value = 0;
	if (index < reply->count && reply->fields[index].size == 4)
		memcpy(&value, reply->fields[index].data, 4);
	return value;
}

/* Sends function and arguments, returns the provider's code; the reply must be released by the caller. */
static DWORD call(const char *function, struct reply *reply, const struct field *arguments, DWORD count)
{
	struct field request[MAX_FIELDS] = {{function, (DWORD)strlen(function)}};
	for (DWORD i = 0; i < count; i++)
		request[i + 1] = arguments[i];
	pthread_mutex_lock(&one_call);
	int failed = send_request(descriptor("LAB_PROVIDER_OUT"), request, count + 1) ||
		     read_reply(descriptor("LAB_PROVIDER_IN"), reply);
	pthread_mutex_unlock(&one_call);
	if (failed || reply->fields[0].size != 4) {
		release(reply);
		reply->count = 0;
		fprintf(stderr, "windows_api: no answer of the lab's provider to %s\n", function);
		return RPC_S_SERVER_UNAVAILABLE;
	}
	return number_at(reply, 0);
}

/* A NUL-terminated copy of a text field in memory that NetApiBufferFree releases. */
static WCHAR *text_at(const struct reply *reply, DWORD index)
{
	if (index >= reply->count || !reply->fields[index].data)
		return NULL;
	DWORD size = reply->fields[index].size;
	unsigned char *copy = calloc(1, size + sizeof(WCHAR));
	if (copy)
		memcpy(copy, reply->fields[index].data, size);
	return (WCHAR *)copy;
}

/* For the managed stand-in of WMI: a whole frame goes out, the whole frame of the reply comes back. */
DWORD LabProviderCall(const unsigned char *request, DWORD size, unsigned char **answer, DWORD *answer_size)
{
	struct reply reply = {0};
	*answer = NULL;
	*answer_size = 0;
	pthread_mutex_lock(&one_call);
	int failed = write_all(descriptor("LAB_PROVIDER_OUT"), request, size) ||
		     read_reply(descriptor("LAB_PROVIDER_IN"), &reply);
	pthread_mutex_unlock(&one_call);
	if (failed) {
		release(&reply);
		return RPC_S_SERVER_UNAVAILABLE;
	}
	size_t total = 4;
	for (DWORD i = 0; i < reply.count; i++)
		total += 4 + reply.fields[i].size;
	unsigned char *bytes = malloc(total), *next = bytes;
	memcpy(next, &reply.count, 4);
	next += 4;
	for (DWORD i = 0; i < reply.count; i++) {
		DWORD field_size = reply.fields[i].data ? reply.fields[i].size : NULL_FIELD;
		memcpy(next, &field_size, 4);
		next += 4;
		if (reply.fields[i].size)
			memcpy(next, reply.fields[i].data, reply.fields[i].size);
		next += reply.fields[i].size;
	}
	*answer = bytes;
	*answer_size = (DWORD)(next - bytes);
	release(&reply);
	return 0;
}

DWORD NetApiBufferFree(void *buffer)
{
	free(buffer);
	return 0;
}

DWORD NetGetJoinInformation(const WCHAR *server, WCHAR **name, DWORD *status)
{
	struct reply reply;
	struct field arguments[] = {text_field(server)};
	DWORD code = call("NetGetJoinInformation", &reply, arguments, 1);
	*name = code ? NULL : text_at(&reply, 1);
	*status = code ? 0 : number_at(&reply, 2);
	release(&reply);
	return code;
}

struct netlogon_info_2 {
	DWORD flags;
	DWORD pdc_connection_status;
	WCHAR *trusted_dc_name;
	DWORD tc_connection_status;
};

DWORD I_NetLogonControl2(const WCHAR *server, DWORD function, DWORD level, void *data, struct netlogon_info_2 **info)
{
	struct reply reply;
	if (!info)
		return ERROR_INVALID_PARAMETER;
	*info = NULL;
	if (level != 2)
		return ERROR_INVALID_LEVEL;
	const WCHAR *domain = data ? *(const WCHAR **)data : NULL;
	struct field arguments[] = {text_field(server), number_field(&function), text_field(domain)};
	DWORD code = call("I_NetLogonControl2", &reply, arguments, 3);
	if (!code) {
		WCHAR *controller = text_at(&reply, 3);
		size_t size = controller ? 2 * (length(controller) + 1) : 0;
		struct netlogon_info_2 *found = calloc(1, sizeof *found + size); /* one NetApiBufferFree releases both */
		found->flags = number_at(&reply, 1);
		found->pdc_connection_status = number_at(&reply, 2);
		if (controller)
			found->trusted_dc_name = memcpy(found + 1, controller, size);
		found->tc_connection_status = number_at(&reply, 4);
		free(controller);
		*info = found;
	}
	release(&reply);
	return code;
}

DWORD DsGetSiteNameW(const WCHAR *computer, WCHAR **site)
{
	struct reply reply;
	struct field arguments[] = {text_field(computer)};
	DWORD code = call("DsGetSiteNameW", &reply, arguments, 1);
	*site = code ? NULL : text_at(&reply, 1);
	release(&reply);
	return code;
}

int32_t NetGetAadJoinInformation(const WCHAR *tenant, void **info)
{
	struct reply reply;
	struct field arguments[] = {text_field(tenant)};
	*info = NULL; /* no host of the lab is joined to Entra ID */
	DWORD code = call("NetGetAadJoinInformation", &reply, arguments, 1);
	release(&reply);
	return (int32_t)code;
}

void NetFreeAadJoinInformation(void *info)
{
	free(info);
}

DWORD NetRequestOfflineDomainJoin(const unsigned char *blob, DWORD size, DWORD options, const WCHAR *windows_path)
{
	struct reply reply;
	struct field arguments[] = {{blob, size}, number_field(&options), text_field(windows_path)};
	DWORD code = call("NetRequestOfflineDomainJoin", &reply, arguments, 3);
	release(&reply);
	return code;
}

int32_t SetComputerNameExW(DWORD name_type, const WCHAR *name)
{
	struct reply reply;
	struct field arguments[] = {number_field(&name_type), text_field(name)};
	DWORD code = call("SetComputerNameExW", &reply, arguments, 2);
	release(&reply);
	errno = (int)code;
	return code == 0;
}

unsigned char GetComputerObjectNameW(DWORD format, WCHAR *buffer, DWORD *size)
{
	struct reply reply;
	struct field arguments[] = {number_field(&format)};
	DWORD code = call("GetComputerObjectNameW", &reply, arguments, 1);
	if (!code) {
		DWORD characters = reply.fields[1].size / 2, room = *size;
		*size = characters + 1; /* the terminator counts */
		if (room <= characters) {
			code = buffer ? 122 : 0; /* ERROR_INSUFFICIENT_BUFFER; without a buffer only the size is asked for */
		} else if (buffer) {
			memcpy(buffer, reply.fields[1].data, 2 * characters);
			buffer[characters] = 0;
		}
	}
	release(&reply);
	errno = (int)code;
	return code == 0;
}

static int is_root(const void *key)
{
	return (DWORD)(uintptr_t)key == HKEY_LOCAL_MACHINE;
}

DWORD RegOpenKeyExW(const void *key, const WCHAR *path, DWORD options, DWORD access, void **opened)
{
	struct reply reply;
	const WCHAR *parent = is_root(key) ? NULL : key;
	struct field arguments[] = {text_field(parent), text_field(path)};
	(void)options;
	(void)access;
	*opened = NULL;
	DWORD code = call("RegOpenKeyExW", &reply, arguments, 2);
	if (!code)
		*opened = text_at(&reply, 1); /* a handle is the path of its key */
	release(&reply);
	return code;
}

DWORD RegCloseKey(void *key)
{
	if (!is_root(key))
		free(key);
	return 0;
}

DWORD RegGetValueW(const void *key, const WCHAR *path, const WCHAR *value, DWORD flags, DWORD *type, void *data,
		   DWORD *size)
{
	struct reply reply;
	const WCHAR *parent = is_root(key) ? NULL : key;
	struct field arguments[] = {text_field(parent), text_field(path), text_field(value)};
	DWORD code = call("RegGetValueW", &reply, arguments, 3);
	if (!code) {
		DWORD found = number_at(&reply, 1), needed = reply.fields[2].size, room = size ? *size : 0;
		if (type)
			*type = found;
		if (size)
			*size = needed;
		if (!(flags & (1u << found))) /* RRF_RT_REG_NONE is 1, _SZ 2, _EXPAND_SZ 4, _BINARY 8, _DWORD 16 */
			code = ERROR_UNSUPPORTED_TYPE;
		else if (data && room < needed)
			code = ERROR_MORE_DATA;
		else if (data)
			memcpy(data, reply.fields[2].data, needed);
	}
	release(&reply);
	return code;
}
