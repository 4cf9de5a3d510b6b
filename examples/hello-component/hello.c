// A component of the component model in C: wasi:http/incoming-handler of WASI 0.2.
#include "wasi_http.h"

static const char GREETING[] = "Hello from a component!\n";

void handle_request(handle request, handle response_out) {
    request_drop(request);
    handle body;
    handle stream = respond(response_out, 200, "text/plain; charset=utf-8", &body);
    write_all(stream, GREETING, sizeof GREETING - 1);
    finish(body, stream);
}
