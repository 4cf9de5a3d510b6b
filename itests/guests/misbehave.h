#ifndef MISBEHAVE_H
#define MISBEHAVE_H

#include "spin.h"

/* Does what it is named after; number comes from the query, 0 without one. */
typedef void misdeed(uint64_t number, spin_response *response);

/* misbehave_run.c: traps, loops, memory, host calls, output */
misdeed ok, trap, trap_deep, divide, read_beyond, wrong_call, exit_now, abort_now, loop, loop_memory, recurse, allocate,
    grow, canary, count, memory_fill, memory_copy, random_flood, clock_flood, sleep_ms, stdout_flood, stderr_flood,
    stderr_escape;

/* misbehave_reply.c: responses that are wrong as HTTP or as memory */
misdeed bad_status, header_injection, header_name_injection, header_bytes, many_headers, long_header, hop_headers,
    content_length, big_body, bad_header_list, bad_header_count, bad_header_string, bad_body;

#endif
