#include "spin.h"

/*
 * Sends a request through wasi_experimental_http, the interface before wasi-outbound-http. The query's url= says where
 * to, method= how. Spin 0.1 offered both.
 */

#define HTTP(name) __attribute__((import_module("wasi_experimental_http"), import_name(#name))) uint32_t http_##name

HTTP(req)(const char *url, uint32_t, const char *method, uint32_t, const char *headers, uint32_t, const char *body,
          uint32_t, uint16_t *status, uint32_t *handle);
HTTP(close)(uint32_t handle);
HTTP(body_read)(uint32_t handle, char *buffer, uint32_t, uint32_t *written);
HTTP(header_get)(uint32_t handle, const char *name, uint32_t, char *value, uint32_t, uint32_t *written);
HTTP(headers_get_all)(uint32_t handle, char *buffer, uint32_t, uint32_t *written);

static void line(spin_buf *text, const char *label, uint64_t value) {
    spin_buf_text(text, label);
    spin_buf_uint(text, value);
    spin_buf_text(text, "\n");
}

static void describe(spin_buf *text, uint32_t handle) {
    char buffer[4096];
    uint32_t n;
    uint32_t error = http_header_get(handle, "Content-Type", 12, buffer, sizeof buffer, &n);
    line(text, "header error: ", error);
    if (!error) {
        spin_buf_text(text, "content-type: ");
        spin_buf_bytes(text, buffer, n);
        spin_buf_text(text, "\n");
    }
    line(text, "missing header error: ", http_header_get(handle, "x-none", 6, buffer, sizeof buffer, &n));
    line(text, "small buffer error: ", http_header_get(handle, "content-type", 12, buffer, 1, &n));
    error = http_headers_get_all(handle, buffer, sizeof buffer, &n);
    line(text, "all headers error: ", error);
    if (!error) {
        spin_buf_text(text, "-- headers --\n");
        spin_buf_bytes(text, buffer, n);
    }
    spin_buf_text(text, "-- body --\n");
    while (!(error = http_body_read(handle, buffer, 7, &n)) && n) spin_buf_bytes(text, buffer, n);
    line(text, "\nbody error: ", error);
    line(text, "close error: ", http_close(handle));
    line(text, "closed handle error: ", http_headers_get_all(handle, buffer, sizeof buffer, &n));
}

void spin_handle_http(const spin_request *request, spin_response *response) {
    static const char headers[] = "x-sent-by:guest\naccept:*/*\n";
    spin_str url = spin_query_value(request, "url");
    spin_str method = spin_query_value(request, "method");
    if (!method.ptr) method = spin_str_of("GET");
    uint16_t status = 0;
    uint32_t handle = 0;
    spin_buf text = {0};
    uint32_t error = http_req(url.ptr, url.len, method.ptr, method.len, headers, sizeof headers - 1, request->body.ptr,
                         request->body.len, &status, &handle);
    line(&text, "request error: ", error);
    if (!error) {
        line(&text, "status: ", status);
        describe(&text, handle);
    }
    spin_reply(response, 200, "text/plain", spin_buf_view(&text));
}
