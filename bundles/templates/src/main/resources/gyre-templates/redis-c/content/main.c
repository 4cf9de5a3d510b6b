#include "spin.h"

#include <stdio.h>

bool spin_handle_redis(spin_str payload) {
    printf("{{ project-name }} got: %.*s\n", (int)payload.len, payload.ptr);
    fflush(stdout); /* a handler has no end at which the C library would do it */
    return true;
}
