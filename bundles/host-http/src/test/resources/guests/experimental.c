/* The five functions of wasi_experimental_http; each export gives "error <number>" or what the host wrote. */
#include "spin.h"

#include <stdlib.h>

#define IMPORT(name) __attribute__((import_module("wasi_experimental_http"), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))

IMPORT("req")
uint32_t host_req(const char *, size_t, const char *, size_t, const char *, size_t, const char *, size_t, uint16_t *, uint32_t *);
IMPORT("close") uint32_t host_close(uint32_t);
IMPORT("body_read") uint32_t host_body_read(uint32_t, char *, size_t, size_t *);
IMPORT("header_get") uint32_t host_header_get(uint32_t, const char *, size_t, char *, size_t, size_t *);
IMPORT("headers_get_all") uint32_t host_headers_get_all(uint32_t, char *, size_t, size_t *);

void spin_handle_http(const spin_request *request, spin_response *response) {
    (void)request;
    (void)response;
}

static spin_str *result(uint32_t error, spin_str text) {
    static spin_str answer;
    spin_buf out = {0};
    if (error) {
        spin_buf_text(&out, "error ");
        spin_buf_uint(&out, error);
    } else {
        spin_buf_str(&out, text);
    }
    answer = spin_buf_view(&out);
    return &answer;
}

EXPORT("req")
spin_str *req(const char *url, size_t url_len, const char *method, size_t method_len, const char *headers,
              size_t headers_len, const char *body, size_t body_len) {
    struct {
        uint16_t status, guard;
        uint32_t handle;
    } out = {0, 0x5a5a, 0};
    uint32_t error = host_req(url, url_len, method, method_len, headers, headers_len, body, body_len, &out.status, &out.handle);
    spin_buf text = {0};
    spin_buf_uint(&text, out.status);
    spin_buf_text(&text, out.guard == 0x5a5a ? " " : " overwritten ");
    spin_buf_uint(&text, out.handle);
    return result(error, spin_buf_view(&text));
}

EXPORT("close") uint32_t close_response(uint32_t handle) {
    return host_close(handle);
}

EXPORT("read") spin_str *read_body(uint32_t handle, size_t capacity) {
    char *buffer = malloc(capacity + 1);
    size_t count = 0;
    uint32_t error = host_body_read(handle, buffer, capacity, &count);
    return result(error, (spin_str){buffer, count});
}

EXPORT("header") spin_str *header(uint32_t handle, const char *name, size_t name_len, size_t capacity) {
    char *buffer = malloc(capacity + 1);
    size_t count = 0;
    uint32_t error = host_header_get(handle, name, name_len, buffer, capacity, &count);
    return result(error, (spin_str){buffer, count});
}

EXPORT("headers") spin_str *headers(uint32_t handle, size_t capacity) {
    char *buffer = malloc(capacity + 1);
    size_t count = 0;
    uint32_t error = host_headers_get_all(handle, buffer, capacity, &count);
    return result(error, (spin_str){buffer, count});
}
