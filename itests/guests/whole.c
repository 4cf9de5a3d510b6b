// As SDKs of languages without a linker leave a program: it imports every interface of its world. /mysql calls one that nobody may provide.
#include "wasi_http.h"

#define NAMED(module, name) __attribute__((import_module("fermyon:spin/" module "@2.0.0"), import_name(name)))

NAMED("llm", "infer") void infer(const char *prompt, size_t length, text *answer);
NAMED("mysql", "[static]connection.open") handle mysql_open(const char *address, size_t length);
NAMED("mysql", "[resource-drop]connection") void mysql_drop(handle self);
NAMED("postgres", "[static]connection.open") handle postgres_open(const char *address, size_t length);
NAMED("postgres", "[resource-drop]connection") void postgres_drop(handle self);

void handle_request(handle request, handle response_out) {
    text_option path;
    text answer;
    handle body;
    request_path(request, &path);
    char which = path.some && path.value.length > 1 ? path.value.data[1] : 0;
    if (which == 'm') {
        mysql_drop(mysql_open("mysql://db", 10));
    } else if (which == 'p') {
        postgres_drop(postgres_open("postgres://db", 13));
    } else if (which == 'l') {
        infer("?", 1, &answer);
    }
    handle out = respond(response_out, 200, "text/plain", &body);
    write_all(out, "ok\n", 3);
    finish(body, out);
}
