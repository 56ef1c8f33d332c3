/* Copyright: (c) 2026, netjoin.windows contributors
 * GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pipes to the lab's provider, whose descriptors are in LAB_PROVIDER_IN and LAB_PROVIDER_OUT.
 */
#include "provider_call.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NULL_FIELD 0xFFFFFFFFu
#define RPC_S_SERVER_UNAVAILABLE 1722

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

size_t length(const WCHAR *text)
{
	size_t count = 0;
	while (text && text[count])
		count++;
	return count;
}

struct field text_field(const WCHAR *text)
{
	struct field value = {text, (DWORD)(2 * length(text))};
	return value;
}

struct field number_field(const DWORD *number)
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

void release(struct reply *reply)
{
	free(reply->bytes);
	reply->bytes = NULL;
}

DWORD number_at(const struct reply *reply, DWORD index)
{
	DWORD value = 0;
	if (index < reply->count && reply->fields[index].size == 4)
		memcpy(&value, reply->fields[index].data, 4);
	return value;
}

DWORD call(const char *function, struct reply *reply, const struct field *arguments, DWORD count)
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

WCHAR *text_at(const struct reply *reply, DWORD index)
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
