#include "spin.h"

#include <stdlib.h>

static void reply(spin_response *response, bool ok, const char *text) {
    spin_reply(response, ok ? 200 : 502, "text/plain", spin_str_of(ok ? text : "redis error\n"));
}

#ifndef SPIN_LAYOUT_SLOTS
static void count_up(spin_response *response, spin_str address, spin_str key) {
    int64_t number;
    spin_buf text = {0};
    if (!spin_redis_incr(address, key, &number)) {
        reply(response, false, "");
        return;
    }
    spin_buf_int(&text, number);
    spin_buf_text(&text, "\n");
    spin_reply(response, 200, "text/plain", spin_buf_view(&text));
}
#endif

/*
 * PUT /redis/KEY stores the body, GET gives it back, POST publishes the body to the channel KEY,
 * PATCH counts the key up, DELETE removes it.
 */
void spin_handle_http(const spin_request *request, spin_response *response) {
    const char *configured = getenv("REDIS_ADDRESS");
    spin_str address = spin_str_of(configured ? configured : "");
    spin_str key = spin_path_info(request);
    if (spin_str_starts(key, "/")) key = (spin_str){key.ptr + 1, key.len - 1};
    if (!key.len) {
        spin_reply(response, 400, "text/plain", spin_str_of("name a key: /redis/KEY\n"));
        return;
    }
    spin_str value;
    switch (request->method) {
    case SPIN_GET:
        if (spin_redis_get(address, key, &value)) {
            spin_reply(response, 200, "application/octet-stream", value);
        } else {
            reply(response, false, "");
        }
        break;
    case SPIN_PUT: reply(response, spin_redis_set(address, key, request->body), "stored\n"); break;
    case SPIN_POST: reply(response, spin_redis_publish(address, key, request->body), "published\n"); break;
#ifndef SPIN_LAYOUT_SLOTS /* Spin 0.1 to 0.3 had no more than get, set and publish */
    case SPIN_PATCH: count_up(response, address, key); break;
    case SPIN_DELETE: reply(response, spin_redis_del(address, (spin_strs){&key, 1}, &(int64_t){0}), "deleted\n"); break;
#endif
    default: spin_reply(response, 405, "text/plain", spin_str_of("method not allowed\n"));
    }
}
