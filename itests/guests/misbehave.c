#include "misbehave.h"

#include <string.h>

/* A Spin module that fails in the way the last path segment names; the query is a number. */

static const struct {
    const char *name;
    misdeed *run;
} misdeeds[] = {
    {"ok", ok},
    {"trap", trap},
    {"trap-deep", trap_deep},
    {"divide", divide},
    {"read-beyond", read_beyond},
    {"wrong-call", wrong_call},
    {"exit", exit_now},
    {"abort", abort_now},
    {"loop", loop},
    {"loop-memory", loop_memory},
    {"recurse", recurse},
    {"alloc", allocate},
    {"grow", grow},
    {"canary", canary},
    {"count", count},
    {"memory-fill", memory_fill},
    {"memory-copy", memory_copy},
    {"random-flood", random_flood},
    {"clock-flood", clock_flood},
    {"sleep", sleep_ms},
    {"stdout-flood", stdout_flood},
    {"stderr-flood", stderr_flood},
    {"stderr-escape", stderr_escape},
    {"bad-status", bad_status},
    {"header-injection", header_injection},
    {"header-name-injection", header_name_injection},
    {"header-bytes", header_bytes},
    {"many-headers", many_headers},
    {"long-header", long_header},
    {"hop-headers", hop_headers},
    {"content-length", content_length},
    {"big-body", big_body},
    {"bad-header-list", bad_header_list},
    {"bad-header-count", bad_header_count},
    {"bad-header-string", bad_header_string},
    {"bad-body", bad_body},
};

static spin_str last_segment(spin_str path) {
    size_t start = path.len;
    while (start && path.ptr[start - 1] != '/') start--;
    return (spin_str){path.ptr + start, path.len - start};
}

void spin_handle_http(const spin_request *request, spin_response *response) {
    spin_str name = last_segment(spin_path(request));
    for (size_t i = 0; i < sizeof misdeeds / sizeof *misdeeds; i++) {
        if (spin_str_is(name, misdeeds[i].name)) {
            misdeeds[i].run(spin_str_uint(spin_query(request)), response);
            return;
        }
    }
    spin_buf text = {0};
    for (size_t i = 0; i < sizeof misdeeds / sizeof *misdeeds; i++) {
        spin_buf_text(&text, misdeeds[i].name);
        spin_buf_text(&text, "\n");
    }
    spin_reply(response, 404, "text/plain", spin_buf_view(&text));
}
