/*
 * Spin's 2022 interface for core WebAssembly modules, in C.
 *
 * A program defines spin_handle_http(), or another handler named below, and links spin.c; the rest of this file is what it
 * may call.
 * Memory comes from malloc and is never given back: an instance serves one event and is then dropped.
 *
 * Compile-time switches:
 *   -DSPIN_LAYOUT_SLOTS    aggregates in 8-byte slots, as bindings of Spin 0.1 to 0.3 have them
 *                          (without it: the packed layout of Spin 0.4 and later)
 *   -DSPIN_EXPORT_HANDLER  the export is named "handler", as before 22 March 2022
 *   -DSPIN_REDIS           the program handles messages of the Redis trigger instead of HTTP requests
 *   -DSPIN_OWN             the program exports a handler of its own instead
 *   -DSPIN_TEXT=\"NAME\"    the program handles texts instead; the export is named so, NAME(msg: string) -> string
 */
#ifndef SPIN_H
#define SPIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- Text and bytes ---- */

/* Bytes with a length; not NUL-terminated. A NULL ptr means "absent". */
typedef struct {
    const char *ptr;
    size_t len;
} spin_str;

/* A growing byte buffer; start from a zeroed one. */
typedef struct {
    char *ptr;
    size_t len;
    size_t capacity;
} spin_buf;

spin_str spin_str_of(const char *text);
bool spin_str_is(spin_str s, const char *text);
bool spin_str_starts(spin_str s, const char *prefix);
bool spin_str_ends(spin_str s, const char *suffix);
uint64_t spin_str_uint(spin_str s);
char *spin_cstr(spin_str s);
spin_str spin_percent_decode(spin_str s, bool plus_is_space);

void spin_buf_bytes(spin_buf *buf, const void *ptr, size_t len);
void spin_buf_str(spin_buf *buf, spin_str s);
void spin_buf_text(spin_buf *buf, const char *text);
void spin_buf_uint(spin_buf *buf, uint64_t value);
void spin_buf_int(spin_buf *buf, int64_t value);
spin_str spin_buf_view(const spin_buf *buf);

/* ---- HTTP in ---- */

typedef enum { SPIN_GET, SPIN_POST, SPIN_PUT, SPIN_DELETE, SPIN_PATCH, SPIN_HEAD, SPIN_OPTIONS } spin_method;

typedef struct {
    spin_str name;
    spin_str value;
} spin_field;

typedef struct {
    spin_field *ptr;
    size_t len;
} spin_fields;

typedef struct {
    spin_method method;
    spin_str uri; /* path and query; Spin 0.1 gave the path alone */
    spin_fields headers;
    spin_fields params;
    bool has_body;
    spin_str body;
} spin_request;

typedef struct {
    uint16_t status;
    bool has_headers;
    spin_fields headers;
    bool has_body;
    spin_buf body;
} spin_response;

/* The program: called once, with a response of status 200 and nothing else. */
void spin_handle_http(const spin_request *request, spin_response *response);

const char *spin_method_name(spin_method method);
spin_str spin_header(const spin_request *request, const char *name); /* the first of that name */
spin_str spin_path(const spin_request *request);                     /* the URI up to "?" */
spin_str spin_path_info(const spin_request *request);                /* the path below the component's route */
spin_str spin_query(const spin_request *request);                    /* without the "?" */
spin_str spin_query_value(const spin_request *request, const char *name);

void spin_add_header(spin_response *response, spin_str name, spin_str value);
void spin_reply(spin_response *response, uint16_t status, const char *content_type, spin_str body);

/* ---- Other events in ---- */

/* With SPIN_REDIS: called once with the payload of a message. False tells the host that it could not be handled. */
bool spin_handle_redis(spin_str payload);

/* With SPIN_TEXT: called once. */
spin_str spin_handle_text(spin_str text);

/* ---- HTTP out: module "wasi-outbound-http" ---- */

typedef enum {
    SPIN_HTTP_SUCCESS,
    SPIN_HTTP_DESTINATION_NOT_ALLOWED,
    SPIN_HTTP_INVALID_URL,
    SPIN_HTTP_REQUEST_ERROR,
    SPIN_HTTP_RUNTIME_ERROR,
    SPIN_HTTP_TOO_MANY_REQUESTS,
} spin_http_error;

typedef struct {
    spin_http_error error;
    uint16_t status;
    spin_fields headers;
    spin_str body;
} spin_http_result;

spin_http_result spin_http_send(const spin_request *request);
const char *spin_http_error_name(spin_http_error error);

/* ---- Redis out: module "outbound-redis"; each gives false when the host reports an error ---- */

typedef struct {
    spin_str *ptr;
    size_t len;
} spin_strs;

typedef struct {
    enum { SPIN_REDIS_INT64, SPIN_REDIS_BINARY } kind;
    int64_t number;
    spin_str bytes;
} spin_redis_parameter;

typedef struct {
    enum { SPIN_REDIS_NIL, SPIN_REDIS_STATUS, SPIN_REDIS_NUMBER, SPIN_REDIS_BYTES } kind;
    int64_t number;
    spin_str bytes;
} spin_redis_value;

typedef struct {
    spin_redis_value *ptr;
    size_t len;
} spin_redis_values;

bool spin_redis_publish(spin_str address, spin_str channel, spin_str payload);
bool spin_redis_get(spin_str address, spin_str key, spin_str *value);
bool spin_redis_set(spin_str address, spin_str key, spin_str value);
bool spin_redis_incr(spin_str address, spin_str key, int64_t *value);
bool spin_redis_del(spin_str address, spin_strs keys, int64_t *count);
bool spin_redis_sadd(spin_str address, spin_str key, spin_strs members, int64_t *count);
bool spin_redis_srem(spin_str address, spin_str key, spin_strs members, int64_t *count);
bool spin_redis_smembers(spin_str address, spin_str key, spin_strs *members);
bool spin_redis_execute(spin_str address, spin_str command, const spin_redis_parameter *arguments, size_t count,
                        spin_redis_values *values);

/* ---- Variables: module "spin-config" ---- */

typedef enum {
    SPIN_CONFIG_PROVIDER,
    SPIN_CONFIG_INVALID_KEY,
    SPIN_CONFIG_INVALID_SCHEMA,
    SPIN_CONFIG_OTHER,
} spin_config_error;

/* True: text is the value. False: error is the kind and text the host's message. */
bool spin_config_get(spin_str key, spin_str *text, spin_config_error *error);

#endif
