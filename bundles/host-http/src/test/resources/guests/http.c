/* Sends one request: send(method, url, headers, body) gives "<status>\n<name>: <value>\n...\n\n<body>" or the error's name. */
#include "spin.h"

#include <stdlib.h>

void spin_handle_http(const spin_request *request, spin_response *response) {
    (void)request;
    (void)response;
}

/* Headers come as lines "name:value". */
static spin_fields fields(spin_str lines) {
    spin_fields out = {calloc(lines.len + 1, sizeof(spin_field)), 0};
    for (size_t at = 0; at < lines.len; at++) {
        size_t colon = at;
        while (colon < lines.len && lines.ptr[colon] != ':') colon++;
        size_t end = colon;
        while (end < lines.len && lines.ptr[end] != '\n') end++;
        out.ptr[out.len++] = (spin_field){{lines.ptr + at, colon - at}, {lines.ptr + colon + 1, end - colon - 1}};
        at = end;
    }
    return out;
}

__attribute__((export_name("send"))) spin_str *send(int method, const char *url, size_t url_len, const char *headers,
                                                    size_t headers_len, const char *body, size_t body_len) {
    static spin_str answer;
    spin_request request = {
        .method = method,
        .uri = {url, url_len},
        .headers = fields((spin_str){headers, headers_len}),
        .has_body = body_len != 0,
        .body = {body, body_len},
    };
    spin_http_result result = spin_http_send(&request);
    spin_buf text = {0};
    if (result.error) {
        spin_buf_text(&text, spin_http_error_name(result.error));
    } else {
        spin_buf_uint(&text, result.status);
        spin_buf_text(&text, "\n");
        for (size_t i = 0; i < result.headers.len; i++) {
            spin_buf_str(&text, result.headers.ptr[i].name);
            spin_buf_text(&text, ": ");
            spin_buf_str(&text, result.headers.ptr[i].value);
            spin_buf_text(&text, "\n");
        }
        spin_buf_text(&text, "\n");
        spin_buf_str(&text, result.body);
    }
    answer = spin_buf_view(&text);
    return &answer;
}
