/* Takes each message of a channel: tells its standard output, and counts them in Redis. */
#include "spin.h"

#include <stdio.h>
#include <stdlib.h>

bool spin_handle_redis(spin_str payload) {
    printf("got %zu bytes: %.*s\n", payload.len, (int)payload.len, payload.ptr);
    fflush(stdout); /* a handler has no end at which the C library would do it */
    const char *address = getenv("REDIS_ADDRESS");
    int64_t count;
    return !address || spin_redis_incr(spin_str_of(address), spin_str_of("messages"), &count);
}
