#include "spin.h"

#include <stdlib.h>

/* Leaves in Redis what it is told: a request the end of its path, a message its payload, a timer its text. */

static bool keep(spin_str what) {
    return spin_redis_set(spin_str_of(getenv("REDIS_ADDRESS")), what, spin_str_of("kept"));
}

#if defined(SPIN_REDIS)
bool spin_handle_redis(spin_str payload) {
    return keep(payload);
}
#elif defined(SPIN_TEXT)
spin_str spin_handle_text(spin_str text) {
    return keep(text) ? text : spin_str_of("not kept");
}
#else
void spin_handle_http(const spin_request *request, spin_response *response) {
    spin_str path = spin_path_info(request);
    while (spin_str_starts(path, "/")) path = (spin_str){path.ptr + 1, path.len - 1};
    bool kept = keep(path);
    spin_reply(response, kept ? 200 : 502, "text/plain", spin_str_of(kept ? "kept\n" : "not kept\n"));
}
#endif
