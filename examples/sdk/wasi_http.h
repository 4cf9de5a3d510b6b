// wasi:http/incoming-handler for a C program, by hand: the functions of WASI 0.2 as wit-component names them, flattened as the canonical
// ABI says. A result comes through a pointer: a byte that is 0 for success, and what it holds at 4 or 8.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifndef WASI
#define WASI "@0.2.0"
#endif
#define IMPORT(module, name) __attribute__((import_module(module WASI), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))
#define TYPES "wasi:http/types"
#define STREAMS "wasi:io/streams"
#define POLL "wasi:io/poll"

typedef int32_t handle;

typedef struct {
    uint8_t failed;
    handle value;
} handle_result;

typedef struct {
    uint8_t failed;
    uint8_t *data;
    size_t length;
} bytes_result;

typedef struct {
    uint8_t failed;
    uint64_t value;
} size_result;

typedef struct {
    char *data;
    size_t length;
} text;

typedef struct {
    uint8_t some;
    text value;
} text_option;

// fields
IMPORT(TYPES, "[constructor]fields") handle fields_new(void);
IMPORT(TYPES, "[method]fields.append") void fields_append(handle self, const char *name, size_t name_length, const void *value, size_t value_length, void *result);
IMPORT(TYPES, "[method]fields.get") void fields_get(handle self, const char *name, size_t name_length, void *list);
IMPORT(TYPES, "[resource-drop]fields") void fields_drop(handle self);

// incoming-request
IMPORT(TYPES, "[method]incoming-request.path-with-query") void request_path(handle self, text_option *path);
IMPORT(TYPES, "[method]incoming-request.headers") handle request_headers(handle self);
IMPORT(TYPES, "[method]incoming-request.consume") void request_consume(handle self, handle_result *body);
IMPORT(TYPES, "[resource-drop]incoming-request") void request_drop(handle self);
IMPORT(TYPES, "[method]incoming-body.stream") void incoming_body_stream(handle self, handle_result *stream);
IMPORT(TYPES, "[resource-drop]incoming-body") void incoming_body_drop(handle self);

// outgoing-response
IMPORT(TYPES, "[constructor]outgoing-response") handle response_new(handle headers);
IMPORT(TYPES, "[method]outgoing-response.set-status-code") int32_t response_set_status(handle self, int32_t status);
IMPORT(TYPES, "[method]outgoing-response.body") void response_body(handle self, handle_result *body);
IMPORT(TYPES, "[static]response-outparam.set")
void response_outparam_set(handle self, int32_t failed, int32_t value, int32_t, int64_t, int32_t, int32_t, int32_t, int32_t);
IMPORT(TYPES, "[method]outgoing-body.write") void outgoing_body_write(handle self, handle_result *stream);
IMPORT(TYPES, "[static]outgoing-body.finish") void outgoing_body_finish(handle self, int32_t has_trailers, handle trailers, void *result);
IMPORT(TYPES, "[resource-drop]outgoing-body") void outgoing_body_drop(handle self);

// streams
IMPORT(STREAMS, "[method]input-stream.blocking-read") void input_blocking_read(handle self, int64_t length, bytes_result *bytes);
IMPORT(STREAMS, "[resource-drop]input-stream") void input_drop(handle self);
IMPORT(STREAMS, "[method]output-stream.blocking-write-and-flush") void output_write(handle self, const void *bytes, size_t length, void *result);
IMPORT(STREAMS, "[resource-drop]output-stream") void output_drop(handle self);
IMPORT(STREAMS, "[method]input-stream.read") void input_read(handle self, int64_t length, bytes_result *bytes);
IMPORT(STREAMS, "[method]input-stream.subscribe") handle input_subscribe(handle self);
IMPORT(STREAMS, "[method]output-stream.check-write") void output_check(handle self, size_result *room);
IMPORT(STREAMS, "[method]output-stream.write") void output_write_some(handle self, const void *bytes, size_t length, void *result);
IMPORT(STREAMS, "[method]output-stream.flush") void output_flush(handle self, void *result);
IMPORT(STREAMS, "[method]output-stream.subscribe") handle output_subscribe(handle self);
IMPORT(POLL, "poll") void poll_list(const handle *pollables, size_t count, void *ready);
IMPORT(POLL, "[resource-drop]pollable") void pollable_drop(handle self);

// What a program defines.
void handle_request(handle request, handle response_out);

// What is allocated lives until the request is over: an instance serves one.
void *allocate(size_t size, size_t align);

// Forgets all that was allocated.
void reset_heap(void);

// Sets a response with a body to be written, and gives that body and its stream.
handle respond(handle response_out, int status, const char *content_type, handle *body);

// Writes all of it, in as many calls as are needed.
int write_all(handle stream, const void *bytes, size_t length);

// Ends a response's body.
void finish(handle body, handle stream);
