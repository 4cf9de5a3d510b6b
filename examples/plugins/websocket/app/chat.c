/* Answers texts in capitals and bytes in reverse. An empty message has no answer, "fail" fails, and "get URL" asks that server. */
#include "spin.h"
#include "abi.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

enum { TEXT, BINARY };

/* option<message> of websocket.wit */
typedef struct {
    ABI_U8 some;
    struct {
        ABI_U8 kind;
        abi_list data;
    } message;
} answer;

static spin_str status_of(spin_str url) {
    spin_request request = {.method = SPIN_GET, .uri = url};
    spin_http_result result = spin_http_send(&request);
    spin_buf text = {0};
    if (result.error) {
        spin_buf_text(&text, spin_http_error_name(result.error));
    } else {
        spin_buf_uint(&text, result.status);
    }
    return spin_buf_view(&text);
}

static spin_str text(spin_str message) {
    if (spin_str_is(message, "fail")) abort();
    if (spin_str_starts(message, "get ")) return status_of((spin_str){message.ptr + 4, message.len - 4});
    char *capitals = malloc(message.len);
    for (size_t i = 0; i < message.len; i++) capitals[i] = toupper((unsigned char)message.ptr[i]);
    return (spin_str){capitals, message.len};
}

static spin_str binary(spin_str message) {
    char *reverse = malloc(message.len);
    for (size_t i = 0; i < message.len; i++) reverse[i] = message.ptr[message.len - 1 - i];
    return (spin_str){reverse, message.len};
}

__attribute__((export_name("handle-websocket-message")))
const answer *handle_websocket_message(uint32_t kind, const char *data, size_t length) {
    static answer area;
    printf("%s: %zu bytes\n", getenv("WEBSOCKET_PATH"), length);
    fflush(stdout); /* a handler has no end at which the C library would do it */
    if (!length) return &area;
    spin_str result = kind == TEXT ? text((spin_str){data, length}) : binary((spin_str){data, length});
    area.some = true;
    area.message.kind = kind;
    area.message.data.ptr = (uint32_t)result.ptr;
    area.message.data.len = result.len;
    return &area;
}
