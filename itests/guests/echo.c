#include "spin.h"

/* Says what arrived, field by field and in order. The last path segment may ask for another shape of response. */

#ifdef SPIN_EXPORT_HANDLER
#define GENERATION "g0"
#elif defined SPIN_LAYOUT_SLOTS
#define GENERATION "g1"
#else
#define GENERATION "g2"
#endif

static void line(spin_buf *text, const char *label, spin_str value) {
    spin_buf_text(text, label);
    spin_buf_str(text, value);
    spin_buf_text(text, "\n");
}

static void fields(spin_buf *text, const char *label, spin_fields list, const char *separator) {
    for (size_t i = 0; i < list.len; i++) {
        spin_buf_text(text, label);
        spin_buf_str(text, list.ptr[i].name);
        spin_buf_text(text, separator);
        spin_buf_str(text, list.ptr[i].value);
        spin_buf_text(text, "\n");
    }
}

void spin_handle_http(const spin_request *request, spin_response *response) {
    spin_str path = spin_path(request);
    if (spin_str_ends(path, "/nothing")) { /* neither headers nor body */
        response->status = 204;
        return;
    }
    if (spin_str_ends(path, "/status")) { /* headers only; the status is the query */
        response->status = spin_str_uint(spin_query(request));
        spin_add_header(response, spin_str_of("x-only"), spin_str_of("headers"));
        return;
    }
    if (spin_str_ends(path, "/body-only")) {
        response->has_body = true;
        spin_buf_text(&response->body, "body without headers\n");
        return;
    }
    if (spin_str_ends(path, "/raw")) { /* the body as it came, bytes and all */
        spin_reply(response, 200, "application/octet-stream", request->body);
        return;
    }
    spin_buf text = {0};
    line(&text, "generation: ", spin_str_of(GENERATION));
    line(&text, "method: ", spin_str_of(spin_method_name(request->method)));
    line(&text, "uri: ", request->uri);
    fields(&text, "header: ", request->headers, ": ");
    fields(&text, "param: ", request->params, "=");
    spin_buf_text(&text, "body: ");
    if (request->has_body) {
        spin_buf_uint(&text, request->body.len);
        spin_buf_text(&text, " bytes\n");
        spin_buf_str(&text, request->body);
    } else {
        spin_buf_text(&text, "none\n");
    }
    spin_reply(response, 200, "text/plain; charset=utf-8", spin_buf_view(&text));
    spin_add_header(response, spin_str_of("x-generation"), spin_str_of(GENERATION));
    spin_add_header(response, spin_str_of("set-cookie"), spin_str_of("first=1; Path=/"));
    spin_add_header(response, spin_str_of("set-cookie"), spin_str_of("second=2; Path=/"));
    spin_add_header(response, spin_str_of("X-Mixed-Case"), spin_str_of("kept"));
    spin_add_header(response, spin_str_of("x-empty"), spin_str_of(""));
}
