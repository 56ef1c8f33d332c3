/* Copyright: (c) 2026, netjoin.windows contributors
 * GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Windows functions about who one is and about secrets, with their Windows signatures.  As in windows_api.c nothing
 * is decided here; what a thread is to the network goes along with the call that needs it.
 */
#include "provider_call.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define ERROR_NOT_ENOUGH_MEMORY 8
#define ERROR_INVALID_HANDLE 6
#define ERROR_INVALID_LEVEL 124
#define ERROR_MR_MID_NOT_FOUND 317
#define ERROR_LOGON_TYPE_NOT_GRANTED 1385
#define LOGON32_LOGON_NEW_CREDENTIALS 9
#define LOGON32_PROVIDER_WINNT50 3
#define STATUS_ACCESS_DENIED 0xC0000022u
#define STATUS_INVALID_PARAMETER 0xC000000Du
#define USER_INFO_1003_LEVEL 1003

struct token {
	WCHAR *user, *domain, *password;
};

static _Thread_local const struct token *network_identity;

static WCHAR *copy_of(const WCHAR *text)
{
	size_t size = 2 * (length(text) + 1);
	WCHAR *copy = text ? malloc(size) : NULL;
	return copy ? memcpy(copy, text, size) : NULL;
}

/* Windows checks nothing in this kind of logon: the network does, when the token is used. */
int32_t LogonUserW(const WCHAR *user, const WCHAR *domain, const WCHAR *password, DWORD kind, DWORD provider,
		   void **token)
{
	struct token *made = NULL;
	*token = NULL;
	errno = ERROR_LOGON_TYPE_NOT_GRANTED;
	if (kind != LOGON32_LOGON_NEW_CREDENTIALS || provider != LOGON32_PROVIDER_WINNT50)
		return 0;
	struct reply reply; /* so that a fault can be put on it */
	struct field arguments[] = {text_field(user), text_field(domain)};
	DWORD code = call("LogonUserW", &reply, arguments, 2);
	release(&reply);
	if (!code && !(made = calloc(1, sizeof *made)))
		code = ERROR_NOT_ENOUGH_MEMORY;
	errno = (int)code;
	if (code)
		return 0;
	*made = (struct token){copy_of(user), copy_of(domain), copy_of(password)};
	*token = made;
	return 1;
}

int32_t ImpersonateLoggedOnUser(void *token)
{
	struct reply reply; /* so that a fault can be put on it */
	DWORD code = token ? call("ImpersonateLoggedOnUser", &reply, NULL, 0) : ERROR_INVALID_HANDLE;
	if (token)
		release(&reply);
	if (!code)
		network_identity = token;
	errno = (int)code;
	return code == 0;
}

int32_t RevertToSelf(void)
{
	network_identity = NULL;
	return 1;
}

/* Only tokens are closed with it. */
int32_t CloseHandle(void *handle)
{
	struct token *token = handle;
	if (token->password)
		explicit_bzero(token->password, 2 * length(token->password));
	free(token->user);
	free(token->domain);
	free(token->password);
	free(token);
	return 1;
}

DWORD NetUserSetInfo(const WCHAR *server, const WCHAR *user, DWORD level, WCHAR **info, DWORD *parameter)
{
	const struct token nobody = {0}, *caller = network_identity ? network_identity : &nobody;
	struct reply reply;
	struct field arguments[] = {text_field(server),	      text_field(user),		  text_field(*info),
				    text_field(caller->user), text_field(caller->domain), text_field(caller->password)};
	if (parameter)
		*parameter = 0;
	if (level != USER_INFO_1003_LEVEL)
		return ERROR_INVALID_LEVEL;
	DWORD code = call("NetUserSetInfo", &reply, arguments, 6);
	release(&reply);
	return code;
}

struct lsa_unicode_string {
	uint16_t length, maximum_length; /* in bytes */
	const WCHAR *buffer;
};

DWORD LsaOpenPolicy(const struct lsa_unicode_string *system, const void *attributes, DWORD access, void **policy)
{
	struct reply reply; /* the caller is sent for the tests, which want nobody else here */
	struct field arguments[] = {number_field(&access), text_field(network_identity ? network_identity->user : NULL)};
	(void)system;
	(void)attributes;
	DWORD status = call("LsaOpenPolicy", &reply, arguments, 2);
	release(&reply);
	*policy = status ? NULL : malloc(1);
	return status;
}

DWORD LsaStorePrivateData(void *policy, const struct lsa_unicode_string *key, const struct lsa_unicode_string *data)
{
	struct reply reply;
	struct field arguments[] = {{key->buffer, key->length}, {data ? data->buffer : NULL, data ? data->length : 0}};
	(void)policy;
	DWORD status = call("LsaStorePrivateData", &reply, arguments, 2);
	release(&reply);
	return status;
}

DWORD LsaNtStatusToWinError(DWORD status)
{
	switch (status) {
	case 0:
		return 0;
	case STATUS_ACCESS_DENIED:
		return 5;
	case STATUS_INVALID_PARAMETER:
		return 87;
	}
	return ERROR_MR_MID_NOT_FOUND;
}

DWORD LsaClose(void *policy)
{
	free(policy);
	return 0;
}
