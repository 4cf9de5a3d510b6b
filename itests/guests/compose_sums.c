// A component with dependencies: it adds with one, and asks the other what that sees of the configuration.
#include "wasi_http.h"

#define NAMED(module, name) __attribute__((import_module(module), import_name(name)))

typedef struct {
    text name;
    text value;
} pair;

typedef struct {
    pair *data;
    size_t length;
} pairs;

NAMED("acme:math/adder@0.1.2", "add") uint32_t add(uint32_t a, uint32_t b);
NAMED("acme:math/texts@0.1.2", "plus") void plus(const char *a, size_t a_length, const char *b, size_t b_length, text *result);
NAMED("acme:settings/reader@1.0.0", "environment") void environment(const char *name, size_t length, text_option *result);
NAMED("acme:settings/reader@1.0.0", "variable") void variable(const char *name, size_t length, text_option *result);
NAMED("acme:settings/reader@1.0.0", "preopened") uint32_t preopened(void);
NAMED("wasi:cli/environment@0.2.0", "get-environment") void get_environment(pairs *list);

static void put(handle out, const char *words) {
    size_t length = 0;
    while (words[length] != 0) {
        length++;
    }
    write_all(out, words, length);
}

static void put_number(handle out, uint32_t value) {
    char digits[10];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    write_all(out, digits + at, sizeof digits - at);
}

static void put_option(handle out, const char *label, text_option option) {
    put(out, label);
    if (option.some) {
        write_all(out, option.value.data, option.value.length);
    } else {
        put(out, "nothing");
    }
    put(out, "\n");
}

void handle_request(handle request, handle response_out) {
    handle body;
    text_option option;
    (void)request;
    handle out = respond(response_out, 200, "text/plain", &body);
    put(out, "sum: ");
    put_number(out, add(19, 23));
    put(out, "\n");
    option.some = 1;
    plus("forty", 5, "-two", 4, &option.value);
    put_option(out, "text: ", option);
    environment("MOOD", 4, &option);
    put_option(out, "environment of the dependency: ", option);
    variable("greeting", 8, &option);
    put_option(out, "variable of the dependency: ", option);
    put(out, "folders of the dependency: ");
    put_number(out, preopened());
    pairs own;
    get_environment(&own);
    put(out, "\nown environment: ");
    put_number(out, own.length);
    put(out, "\n");
    finish(body, out);
}
