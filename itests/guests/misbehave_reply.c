#include "misbehave.h"

#include <stdlib.h>
#include <string.h>

#define PAGE 65536

static void header(spin_response *response, const char *name, const char *value) {
    spin_add_header(response, spin_str_of(name), spin_str_of(value));
}

static void body(spin_response *response, const char *text) {
    response->has_body = true;
    spin_buf_text(&response->body, text);
}

/* ---- wrong as HTTP ---- */

/* The status is the number, whatever it is. */
void bad_status(uint64_t number, spin_response *response) {
    response->status = number;
    body(response, "odd status\n");
}

void header_injection(uint64_t number, spin_response *response) {
    (void)number;
    header(response, "x-good", "1");
    header(response, "x-bad", "a\r\nset-cookie: injected=1\r\n\r\n<b>injected body</b>");
    header(response, "x-bare-lf", "a\nx-injected: 1");
    header(response, "x-nul", "a");
    response->headers.ptr[response->headers.len - 1].value = (spin_str){"a\0b", 3};
    body(response, "body\n");
}

void header_name_injection(uint64_t number, spin_response *response) {
    (void)number;
    header(response, "x-bad: 1\r\nset-cookie", "injected=1");
    header(response, "x spaced", "1");
    header(response, "", "no name");
    body(response, "body\n");
}

/* A value that is Latin-1 and no UTF-8. */
void header_bytes(uint64_t number, spin_response *response) {
    (void)number;
    header(response, "x-latin", "caf\xe9");
    header(response, "x-utf8", "caf\xc3\xa9");
    body(response, "body\n");
}

void many_headers(uint64_t number, spin_response *response) {
    response->headers.ptr = malloc(number * sizeof(spin_field));
    if (number && !response->headers.ptr) __builtin_trap();
    for (size_t i = 0; i < number; i++) {
        response->headers.ptr[i] = (spin_field){spin_str_of("x-many"), spin_str_of("value")};
    }
    response->headers.len = number;
    response->has_headers = true;
    body(response, "many\n");
}

void long_header(uint64_t number, spin_response *response) {
    char *value = malloc(number + 1);
    if (!value) __builtin_trap();
    memset(value, 'v', number);
    spin_add_header(response, spin_str_of("x-long"), (spin_str){value, number});
    body(response, "long\n");
}

void hop_headers(uint64_t number, spin_response *response) {
    (void)number;
    header(response, "connection", "close, x-secret");
    header(response, "keep-alive", "timeout=99");
    header(response, "transfer-encoding", "chunked");
    header(response, "te", "trailers");
    header(response, "trailer", "x-t");
    header(response, "upgrade", "websocket");
    header(response, "proxy-connection", "close");
    header(response, "proxy-authenticate", "Basic");
    header(response, "x-secret", "1");
    body(response, "hop\n");
}

/* Claims number bytes and has five. */
void content_length(uint64_t number, spin_response *response) {
    spin_buf claimed = {0};
    spin_buf_uint(&claimed, number);
    spin_add_header(response, spin_str_of("content-length"), spin_buf_view(&claimed));
    body(response, "five\n");
}

/* number bytes. */
void big_body(uint64_t number, spin_response *response) {
    char *bytes = malloc(number ? number : 1);
    if (!bytes) __builtin_trap();
    memset(bytes, 'b', number);
    header(response, "content-type", "application/octet-stream");
    response->has_body = true;
    response->body = (spin_buf){bytes, number, number};
}

/* ---- wrong as memory ---- */

static uint32_t memory_end(void) {
    return __builtin_wasm_memory_size(0) * PAGE;
}

static void forge_headers(spin_response *response, uint32_t ptr, uint32_t len) {
    response->has_headers = true;
    response->headers = (spin_fields){(spin_field *)ptr, len};
    body(response, "never seen\n");
}

/* The list begins outside of memory. */
void bad_header_list(uint64_t number, spin_response *response) {
    (void)number;
    forge_headers(response, 0xFFFFFF00u, 4);
}

/* Count times 16 is 0 in 32 bits. */
void bad_header_count(uint64_t number, spin_response *response) {
    static spin_field one[1];
    forge_headers(response, (uint32_t)one, number ? number : 0x10000000u);
}

/* A value that ends outside of memory. */
void bad_header_string(uint64_t number, spin_response *response) {
    (void)number;
    header(response, "x-good", "1");
    spin_add_header(response, spin_str_of("x-bad"), (spin_str){(char *)(memory_end() - 8), 9});
    body(response, "never seen\n");
}

/* A body of 2 GB minus one in a memory much smaller. */
void bad_body(uint64_t number, spin_response *response) {
    (void)number;
    response->has_body = true;
    response->body = (spin_buf){(char *)1024, 0x7FFFFFFF, 0};
}
