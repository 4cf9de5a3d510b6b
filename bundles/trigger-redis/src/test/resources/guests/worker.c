/* Says what it got; the first letter of a message is what else to do. */
#include "spin.h"

#include <stdio.h>
#include <unistd.h>

bool spin_handle_redis(spin_str payload) {
    printf("[%.*s]\n", (int)payload.len, payload.ptr);
    fflush(stdout);
    switch (payload.len ? payload.ptr[0] : 0) {
    case '!': __builtin_trap();
    case '?': return false;
    case '@': usleep(300000); break; /* slow */
    case '%': for (;;) usleep(1000); /* endless */
    case '#': printf("(%zu)\n", payload.len); break;
    }
    fflush(stdout);
    return true;
}
