// A component for the release candidate of October 2023, which Spin's Rust SDK 2 is built on: constructors take everything.
#include <stddef.h>
#include <stdint.h>

#define WASI "@0.2.0-rc-2023-10-18"
#define IMPORT(module, name) __attribute__((import_module(module WASI), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))

typedef int32_t handle;
typedef struct {
    uint8_t failed;
    handle value;
} handle_result;
typedef struct {
    const char *name;
    size_t name_length;
    const char *value;
    size_t value_length;
} field;

IMPORT("wasi:http/types", "[constructor]fields") handle fields_new(const field *entries, size_t count);
IMPORT("wasi:http/types", "[resource-drop]fields") void fields_drop(handle self);
IMPORT("wasi:http/types", "[resource-drop]incoming-request") void request_drop(handle self);
IMPORT("wasi:http/types", "[constructor]outgoing-response") handle response_new(int32_t status, handle headers);
IMPORT("wasi:http/types", "[method]outgoing-response.write") void response_write(handle self, handle_result *body);
IMPORT("wasi:http/types", "[static]response-outparam.set") void outparam_set(handle self, int32_t failed, int32_t value, int32_t, int32_t);
IMPORT("wasi:http/types", "[method]outgoing-body.write") void body_write(handle self, handle_result *stream);
IMPORT("wasi:http/types", "[static]outgoing-body.finish") void body_finish(handle self, int32_t has_trailers, handle trailers);
IMPORT("wasi:io/streams", "[method]output-stream.blocking-write-and-flush") void output_write(handle self, const void *bytes, size_t length, void *result);
IMPORT("wasi:io/streams", "[resource-drop]output-stream") void output_drop(handle self);

EXPORT("cabi_realloc") void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
    __builtin_trap();
}

EXPORT("wasi:http/incoming-handler" WASI "#handle") void incoming_handler(handle request, handle response_out) {
    static const field fields[] = {{"content-type", 12, "text/plain", 10}, {"x-version", 9, WASI, sizeof WASI - 1}};
    uint64_t ignored[2];
    handle_result body, stream;
    request_drop(request);
    handle headers = fields_new(fields, 2);
    handle response = response_new(201, headers);
    fields_drop(headers);
    response_write(response, &body);
    outparam_set(response_out, 0, response, 0, 0);
    body_write(body.value, &stream);
    output_write(stream.value, "early\n", 6, ignored);
    output_drop(stream.value);
    body_finish(body.value, 0, 0);
}
