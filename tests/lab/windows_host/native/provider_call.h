/* Copyright: (c) 2026, netjoin.windows contributors
 * GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A call of the lab's provider: fields out, code and fields back (frames: wire.py).
 */
#ifndef PROVIDER_CALL_H
#define PROVIDER_CALL_H

#include <stddef.h>
#include <stdint.h>

typedef uint16_t WCHAR;
typedef uint32_t DWORD;

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

/* Not for the module's process: a name like these must not meet another one there. */
#pragma GCC visibility push(hidden)

size_t length(const WCHAR *text);
struct field text_field(const WCHAR *text);
struct field number_field(const DWORD *number);

/* Sends function and arguments, returns the provider's code; the reply must be released by the caller. */
DWORD call(const char *function, struct reply *reply, const struct field *arguments, DWORD count);
DWORD number_at(const struct reply *reply, DWORD index);
/* A NUL-terminated copy of a text field in memory that NetApiBufferFree releases. */
WCHAR *text_at(const struct reply *reply, DWORD index);
void release(struct reply *reply);

#pragma GCC visibility pop

#endif
