/* Copyright: (c) 2026, netjoin.windows contributors
 * GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Windows functions that the collection's C# calls, with their Windows signatures.  Nothing is decided here: each
 * call goes to the lab's provider, and its answer is put into the buffers that the caller expects.  Mono reports errno
 * as the last Win32 error.
 */
#include "provider_call.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define ERROR_INVALID_PARAMETER 87
#define ERROR_INSUFFICIENT_BUFFER 122
#define ERROR_INVALID_LEVEL 124
#define ERROR_MORE_DATA 234
#define ERROR_UNSUPPORTED_TYPE 1630
#define HKEY_LOCAL_MACHINE 0x80000002u

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

/* NETLOGON_INFO_1 is how NETLOGON_INFO_2 begins. */
DWORD I_NetLogonControl2(const WCHAR *server, DWORD function, DWORD level, void *data, struct netlogon_info_2 **info)
{
	struct reply reply;
	if (!info)
		return ERROR_INVALID_PARAMETER;
	*info = NULL;
	if (level != 1 && level != 2)
		return ERROR_INVALID_LEVEL;
	const WCHAR *domain = data ? *(const WCHAR **)data : NULL;
	struct field arguments[] = {text_field(server), number_field(&function), text_field(domain), number_field(&level)};
	DWORD code = call("I_NetLogonControl2", &reply, arguments, 4);
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

struct domain_controller_info {
	WCHAR *name;
	WCHAR *address;
	DWORD address_type;
	unsigned char domain_guid[16]; /* zero: nothing here asks for it */
	WCHAR *domain;
	WCHAR *forest;
	DWORD flags;
	WCHAR *controller_site;
	WCHAR *client_site;
};

DWORD DsGetDcNameW(const WCHAR *computer, const WCHAR *domain, const void *domain_guid, const WCHAR *site, DWORD flags,
		   struct domain_controller_info **info)
{
	struct reply reply;
	struct field arguments[] = {text_field(domain), number_field(&flags)};
	(void)computer;
	(void)domain_guid;
	(void)site;
	*info = NULL;
	DWORD code = call("DsGetDcNameW", &reply, arguments, 2);
	if (!code) {
		size_t size = 0; /* one NetApiBufferFree releases the structure and its texts */
		for (DWORD i = 1; i <= 5; i++)
			size += reply.fields[i].size + sizeof(WCHAR);
		struct domain_controller_info *found = calloc(1, sizeof *found + size);
		WCHAR *next = (WCHAR *)(found + 1);
		WCHAR **texts[] = {&found->name, &found->address, &found->domain, &found->forest, &found->client_site};
		for (DWORD i = 1; i <= 5; i++) {
			*texts[i - 1] = memcpy(next, reply.fields[i].data, reply.fields[i].size);
			next += reply.fields[i].size / sizeof(WCHAR) + 1;
		}
		found->address_type = 1; /* DS_INET_ADDRESS */
		found->controller_site = found->client_site;
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
			code = buffer ? ERROR_INSUFFICIENT_BUFFER : 0; /* without a buffer only the size is asked for */
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

DWORD RegCreateKeyExW(const void *key, const WCHAR *path, DWORD reserved, const WCHAR *type, DWORD options, DWORD access,
		      const void *security, void **opened, DWORD *disposition)
{
	struct reply reply;
	const WCHAR *parent = is_root(key) ? NULL : key;
	struct field arguments[] = {text_field(parent), text_field(path), number_field(&options), number_field(&access)};
	(void)reserved;
	(void)type;
	(void)security;
	*opened = NULL;
	DWORD code = call("RegCreateKeyExW", &reply, arguments, 4);
	if (!code) {
		*opened = text_at(&reply, 1);
		if (disposition)
			*disposition = number_at(&reply, 2);
	}
	release(&reply);
	return code;
}

DWORD RegDeleteKeyW(const void *key, const WCHAR *path)
{
	struct reply reply;
	const WCHAR *parent = is_root(key) ? NULL : key;
	struct field arguments[] = {text_field(parent), text_field(path)};
	DWORD code = call("RegDeleteKeyW", &reply, arguments, 2);
	release(&reply);
	return code;
}

DWORD RegSetValueExW(const void *key, const WCHAR *name, DWORD reserved, DWORD type, const void *data, DWORD size)
{
	struct reply reply;
	struct field arguments[] = {text_field(key), text_field(name), number_field(&type), {data, size}};
	(void)reserved;
	DWORD code = call("RegSetValueExW", &reply, arguments, 4);
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
