#include "spin.h"

#include <stdlib.h>

/* Where to send the request: the query's url=, else the component's environment. */
static spin_str target(const spin_request *request) {
    spin_str url = spin_query_value(request, "url");
    const char *fallback = getenv("TARGET");
    return url.ptr ? url : spin_str_of(fallback ? fallback : "");
}

void spin_handle_http(const spin_request *request, spin_response *response) {
    spin_field headers[] = {{spin_str_of("user-agent"), spin_str_of("outbound-http-example")}};
    spin_request outgoing = {
        .method = request->method,
        .uri = target(request),
        .headers = {headers, 1},
        .has_body = request->has_body && request->body.len,
        .body = request->body,
    };
    spin_http_result result = spin_http_send(&outgoing);
    if (result.error) {
        spin_buf text = {0};
        spin_buf_text(&text, "error: ");
        spin_buf_text(&text, spin_http_error_name(result.error));
        spin_buf_text(&text, "\n");
        spin_reply(response, 502, "text/plain", spin_buf_view(&text));
        return;
    }
    spin_buf text = {0};
    spin_buf_text(&text, "status: ");
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
    spin_reply(response, 200, "text/plain", spin_buf_view(&text));
}
