#include "spin.h"
#include "abi.h"

#include <stdlib.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(name)))
#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))

#ifdef SPIN_EXPORT_HANDLER
#define HANDLER "handler"
#else
#define HANDLER "handle-http-request"
#endif

typedef uint32_t u32;

/* ---- Memory ---- */

static void *must(void *ptr) {
    if (!ptr) __builtin_trap();
    return ptr;
}

/* A size of zero gives a pointer that is aligned and not null, as the bindings of the time do. */
EXPORT("canonical_abi_realloc")
void *canonical_abi_realloc(void *ptr, size_t old_size, size_t align, size_t new_size) {
    (void)old_size;
    return new_size ? must(realloc(ptr, new_size)) : (void *)align;
}

EXPORT("canonical_abi_free")
void canonical_abi_free(void *ptr, size_t size, size_t align) {
    (void)align;
    if (size) free(ptr);
}

/* ---- Text and bytes ---- */

spin_str spin_str_of(const char *text) {
    return (spin_str){text, strlen(text)};
}

bool spin_str_is(spin_str s, const char *text) {
    return s.ptr && s.len == strlen(text) && !memcmp(s.ptr, text, s.len);
}

bool spin_str_starts(spin_str s, const char *prefix) {
    size_t len = strlen(prefix);
    return s.len >= len && !memcmp(s.ptr, prefix, len);
}

bool spin_str_ends(spin_str s, const char *suffix) {
    size_t len = strlen(suffix);
    return s.len >= len && !memcmp(s.ptr + s.len - len, suffix, len);
}

uint64_t spin_str_uint(spin_str s) {
    uint64_t value = 0;
    for (size_t i = 0; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++) value = value * 10 + (s.ptr[i] - '0');
    return value;
}

char *spin_cstr(spin_str s) {
    char *copy = must(malloc(s.len + 1));
    if (s.len) memcpy(copy, s.ptr, s.len);
    copy[s.len] = 0;
    return copy;
}

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

spin_str spin_percent_decode(spin_str s, bool plus_is_space) {
    char *out = must(malloc(s.len + 1));
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '%' && i + 2 < s.len && hex(s.ptr[i + 1]) >= 0 && hex(s.ptr[i + 2]) >= 0) {
            c = hex(s.ptr[i + 1]) << 4 | hex(s.ptr[i + 2]);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        out[len++] = c;
    }
    return (spin_str){out, len};
}

void spin_buf_bytes(spin_buf *buf, const void *ptr, size_t len) {
    if (!len) return;
    if (buf->capacity - buf->len < len) {
        size_t capacity = buf->capacity * 2 > buf->len + len ? buf->capacity * 2 : buf->len + len;
        buf->ptr = must(realloc(buf->ptr, capacity));
        buf->capacity = capacity;
    }
    memcpy(buf->ptr + buf->len, ptr, len);
    buf->len += len;
}

void spin_buf_str(spin_buf *buf, spin_str s) {
    spin_buf_bytes(buf, s.ptr, s.len);
}

void spin_buf_text(spin_buf *buf, const char *text) {
    spin_buf_bytes(buf, text, strlen(text));
}

void spin_buf_uint(spin_buf *buf, uint64_t value) {
    char digits[20];
    size_t start = sizeof digits;
    do digits[--start] = '0' + value % 10;
    while (value /= 10);
    spin_buf_bytes(buf, digits + start, sizeof digits - start);
}

void spin_buf_int(spin_buf *buf, int64_t value) {
    if (value < 0) spin_buf_text(buf, "-");
    spin_buf_uint(buf, value < 0 ? -(uint64_t)value : (uint64_t)value);
}

spin_str spin_buf_view(const spin_buf *buf) {
    return (spin_str){buf->ptr, buf->len};
}

/* ---- HTTP in ---- */

const char *spin_method_name(spin_method method) {
    static const char *const names[] = {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"};
    return method <= SPIN_OPTIONS ? names[method] : "?";
}

spin_str spin_header(const spin_request *request, const char *name) {
    for (size_t i = 0; i < request->headers.len; i++) {
        if (spin_str_is(request->headers.ptr[i].name, name)) return request->headers.ptr[i].value;
    }
    return (spin_str){0};
}

static size_t query_start(spin_str uri) {
    const char *mark = uri.len ? memchr(uri.ptr, '?', uri.len) : NULL;
    return mark ? (size_t)(mark - uri.ptr) : uri.len;
}

spin_str spin_path(const spin_request *request) {
    return (spin_str){request->uri.ptr, query_start(request->uri)};
}

spin_str spin_path_info(const spin_request *request) {
    spin_str info = spin_header(request, "spin-path-info");
    if (!info.ptr) info = spin_header(request, "path_info"); /* Spin before April 2022 */
    if (!info.ptr) info = spin_header(request, "PATH_INFO");
    return info;
}

spin_str spin_query(const spin_request *request) {
    spin_str uri = request->uri;
    size_t at = query_start(uri);
    if (at == uri.len) { /* Spin 0.1 gives the query in this header only */
        uri = spin_header(request, "spin-full-url");
        at = query_start(uri);
    }
    return at < uri.len ? (spin_str){uri.ptr + at + 1, uri.len - at - 1} : (spin_str){"", 0};
}

spin_str spin_query_value(const spin_request *request, const char *name) {
    spin_str query = spin_query(request);
    size_t name_len = strlen(name);
    for (size_t start = 0; start < query.len;) {
        size_t end = start;
        while (end < query.len && query.ptr[end] != '&') end++;
        spin_str pair = {query.ptr + start, end - start};
        if (spin_str_starts(pair, name) && (pair.len == name_len || pair.ptr[name_len] == '=')) {
            size_t skip = pair.len == name_len ? name_len : name_len + 1;
            return spin_percent_decode((spin_str){pair.ptr + skip, pair.len - skip}, true);
        }
        start = end + 1;
    }
    return (spin_str){0};
}

void spin_add_header(spin_response *response, spin_str name, spin_str value) {
    spin_fields *headers = &response->headers;
    headers->ptr = must(realloc(headers->ptr, (headers->len + 1) * sizeof(spin_field)));
    headers->ptr[headers->len++] = (spin_field){name, value};
    response->has_headers = true;
}

void spin_reply(spin_response *response, uint16_t status, const char *content_type, spin_str body) {
    response->status = status;
    spin_add_header(response, spin_str_of("content-type"), spin_str_of(content_type));
    response->has_body = true;
    spin_buf_str(&response->body, body);
}

#if !defined(SPIN_REDIS) && !defined(SPIN_TEXT) && !defined(SPIN_OWN)
static __attribute__((noinline)) void run(const spin_request *request, spin_response *response) {
    *response = (spin_response){.status = 200};
    spin_handle_http(request, response);
}

/*
 * The area is volatile so that each field is one store of its own width. Generated bindings look like that, and it
 * is what a host goes by to tell the two layouts apart before it calls.
 */
EXPORT(HANDLER)
volatile abi_response *spin_export_handle_http(u32 method, const char *uri, u32 uri_len, spin_field *headers,
                                               u32 headers_len, spin_field *params, u32 params_len, u32 has_body,
                                               const char *body, u32 body_len) {
    static volatile abi_response area;
    spin_request request = {
        .method = method,
        .uri = {uri, uri_len},
        .headers = {headers, headers_len},
        .params = {params, params_len},
        .has_body = has_body,
        .body = {body, has_body ? body_len : 0},
    };
    spin_response response;
    run(&request, &response);
    area.status = response.status;
    area.headers.tag = response.has_headers;
    area.headers.ptr = (u32)response.headers.ptr;
    area.headers.len = response.headers.len;
    area.body.tag = response.has_body;
    area.body.ptr = (u32)response.body.ptr;
    area.body.len = response.body.len;
    return &area;
}
#endif

/* ---- Other events in ---- */

#ifdef SPIN_REDIS
EXPORT("handle-redis-message") volatile abi_unit_result *spin_export_handle_redis(const char *payload, u32 len) {
    static volatile abi_unit_result area;
    area.tag = !spin_handle_redis((spin_str){payload, len});
    if (area.tag) area.error = 1; /* "error", the second case of redis-types.wit */
    return &area;
}
#endif

#ifdef SPIN_TEXT
EXPORT(SPIN_TEXT) volatile abi_list *spin_export_handle_text(const char *text, u32 len) {
    static volatile abi_list area;
    spin_str result = spin_handle_text((spin_str){text, len});
    area.ptr = (u32)result.ptr;
    area.len = result.len;
    return &area;
}
#endif

/* ---- HTTP out ---- */

IMPORT("wasi-outbound-http", "request")
void import_http_request(u32 method, const char *uri, u32 uri_len, const spin_field *headers, u32 headers_len,
                         const spin_field *params, u32 params_len, u32 has_body, const char *body, u32 body_len,
                         abi_response_result *result);

spin_http_result spin_http_send(const spin_request *r) {
    abi_response_result raw;
    import_http_request(r->method, r->uri.ptr, r->uri.len, r->headers.ptr, r->headers.len, r->params.ptr,
                        r->params.len, r->has_body, r->body.ptr, r->body.len, &raw);
    if (raw.tag) return (spin_http_result){.error = raw.error};
    spin_http_result result = {.status = raw.ok.status};
    if (raw.ok.headers.tag) result.headers = (spin_fields){(spin_field *)raw.ok.headers.ptr, raw.ok.headers.len};
    if (raw.ok.body.tag) result.body = (spin_str){(const char *)raw.ok.body.ptr, raw.ok.body.len};
    return result;
}

const char *spin_http_error_name(spin_http_error error) {
    static const char *const names[] = {"success",       "destination-not-allowed", "invalid-url",
                                        "request-error", "runtime-error",           "too-many-requests"};
    return error <= SPIN_HTTP_TOO_MANY_REQUESTS ? names[error] : "?";
}

/* ---- Redis out ---- */

#define REDIS(name) IMPORT("outbound-redis", name)

REDIS("publish")
void import_redis_publish(const char *, u32, const char *, u32, const char *, u32, abi_unit_result *);
REDIS("get") void import_redis_get(const char *, u32, const char *, u32, abi_list_result *);
REDIS("set") void import_redis_set(const char *, u32, const char *, u32, const char *, u32, abi_unit_result *);
REDIS("incr") void import_redis_incr(const char *, u32, const char *, u32, abi_s64_result *);
REDIS("del") void import_redis_del(const char *, u32, const spin_str *, u32, abi_s64_result *);
REDIS("sadd") void import_redis_sadd(const char *, u32, const char *, u32, const spin_str *, u32, abi_s64_result *);
REDIS("srem") void import_redis_srem(const char *, u32, const char *, u32, const spin_str *, u32, abi_s64_result *);
REDIS("smembers") void import_redis_smembers(const char *, u32, const char *, u32, abi_list_result *);
REDIS("execute")
void import_redis_execute(const char *, u32, const char *, u32, const abi_redis_value *, u32, abi_list_result *);

bool spin_redis_publish(spin_str address, spin_str channel, spin_str payload) {
    abi_unit_result raw;
    import_redis_publish(address.ptr, address.len, channel.ptr, channel.len, payload.ptr, payload.len, &raw);
    return !raw.tag;
}

bool spin_redis_get(spin_str address, spin_str key, spin_str *value) {
    abi_list_result raw;
    import_redis_get(address.ptr, address.len, key.ptr, key.len, &raw);
    if (!raw.tag) *value = (spin_str){(const char *)raw.ok.ptr, raw.ok.len};
    return !raw.tag;
}

bool spin_redis_set(spin_str address, spin_str key, spin_str value) {
    abi_unit_result raw;
    import_redis_set(address.ptr, address.len, key.ptr, key.len, value.ptr, value.len, &raw);
    return !raw.tag;
}

static bool s64(const abi_s64_result *raw, int64_t *value) {
    if (!raw->tag) *value = raw->ok;
    return !raw->tag;
}

bool spin_redis_incr(spin_str address, spin_str key, int64_t *value) {
    abi_s64_result raw;
    import_redis_incr(address.ptr, address.len, key.ptr, key.len, &raw);
    return s64(&raw, value);
}

bool spin_redis_del(spin_str address, spin_strs keys, int64_t *count) {
    abi_s64_result raw;
    import_redis_del(address.ptr, address.len, keys.ptr, keys.len, &raw);
    return s64(&raw, count);
}

bool spin_redis_sadd(spin_str address, spin_str key, spin_strs members, int64_t *count) {
    abi_s64_result raw;
    import_redis_sadd(address.ptr, address.len, key.ptr, key.len, members.ptr, members.len, &raw);
    return s64(&raw, count);
}

bool spin_redis_srem(spin_str address, spin_str key, spin_strs members, int64_t *count) {
    abi_s64_result raw;
    import_redis_srem(address.ptr, address.len, key.ptr, key.len, members.ptr, members.len, &raw);
    return s64(&raw, count);
}

bool spin_redis_smembers(spin_str address, spin_str key, spin_strs *members) {
    abi_list_result raw;
    import_redis_smembers(address.ptr, address.len, key.ptr, key.len, &raw);
    if (!raw.tag) *members = (spin_strs){(spin_str *)raw.ok.ptr, raw.ok.len};
    return !raw.tag;
}

bool spin_redis_execute(spin_str address, spin_str command, const spin_redis_parameter *arguments, size_t count,
                        spin_redis_values *values) {
    abi_redis_value *in = must(calloc(count + 1, sizeof *in));
    for (size_t i = 0; i < count; i++) {
        in[i].tag = arguments[i].kind;
        if (arguments[i].kind == SPIN_REDIS_INT64) {
            in[i].number = arguments[i].number;
        } else {
            in[i].bytes.ptr = (u32)arguments[i].bytes.ptr;
            in[i].bytes.len = arguments[i].bytes.len;
        }
    }
    abi_list_result raw;
    import_redis_execute(address.ptr, address.len, command.ptr, command.len, in, count, &raw);
    if (raw.tag) return false;
    const abi_redis_value *out = (const abi_redis_value *)raw.ok.ptr;
    values->ptr = must(calloc(raw.ok.len + 1, sizeof *values->ptr));
    values->len = raw.ok.len;
    for (size_t i = 0; i < values->len; i++) {
        values->ptr[i].kind = out[i].tag;
        if (out[i].tag == SPIN_REDIS_NUMBER) {
            values->ptr[i].number = out[i].number;
        } else if (out[i].tag != SPIN_REDIS_NIL) {
            values->ptr[i].bytes = (spin_str){(const char *)out[i].bytes.ptr, out[i].bytes.len};
        }
    }
    return true;
}

/* ---- Variables ---- */

IMPORT("spin-config", "get-config") void import_get_config(const char *key, u32 key_len, abi_config_result *result);

bool spin_config_get(spin_str key, spin_str *text, spin_config_error *error) {
    abi_config_result raw;
    import_get_config(key.ptr, key.len, &raw);
    if (raw.tag) {
        *error = raw.error.kind;
        *text = (spin_str){(const char *)raw.error.ptr, raw.error.len};
    } else {
        *text = (spin_str){(const char *)raw.ok.ptr, raw.ok.len};
    }
    return !raw.tag;
}
