/* One export for each function of outbound-redis; each gives the result as text, or "error". */
#include "spin.h"

#include <stdlib.h>

#define EXPORT(name) __attribute__((export_name(name)))

void spin_handle_http(const spin_request *request, spin_response *response) {
    (void)request;
    (void)response;
}

static spin_str *reply(bool ok, const spin_buf *text) {
    static spin_str answer;
    answer = ok ? spin_buf_view(text) : spin_str_of("error");
    return &answer;
}

static spin_str *number(bool ok, int64_t value) {
    spin_buf text = {0};
    spin_buf_int(&text, value);
    return reply(ok, &text);
}

/* Words separated by spaces. */
static spin_strs words(const char *ptr, size_t len) {
    spin_strs out = {calloc(len + 1, sizeof(spin_str)), 0};
    for (size_t at = 0; at < len; at++) {
        size_t end = at;
        while (end < len && ptr[end] != ' ') end++;
        out.ptr[out.len++] = (spin_str){ptr + at, end - at};
        at = end;
    }
    return out;
}

static const spin_buf done = {"done", 4, 4};

EXPORT("publish") spin_str *publish(const char *a, size_t al, const char *c, size_t cl, const char *p, size_t pl) {
    return reply(spin_redis_publish((spin_str){a, al}, (spin_str){c, cl}, (spin_str){p, pl}), &done);
}

EXPORT("set") spin_str *set(const char *a, size_t al, const char *k, size_t kl, const char *v, size_t vl) {
    return reply(spin_redis_set((spin_str){a, al}, (spin_str){k, kl}, (spin_str){v, vl}), &done);
}

EXPORT("get") spin_str *get(const char *a, size_t al, const char *k, size_t kl) {
    spin_str value = {0};
    spin_buf text = {0};
    bool ok = spin_redis_get((spin_str){a, al}, (spin_str){k, kl}, &value);
    spin_buf_text(&text, "=");
    spin_buf_str(&text, value);
    return reply(ok, &text);
}

EXPORT("incr") spin_str *incr(const char *a, size_t al, const char *k, size_t kl) {
    int64_t value = -1;
    bool ok = spin_redis_incr((spin_str){a, al}, (spin_str){k, kl}, &value);
    return number(ok, value);
}

EXPORT("del") spin_str *del(const char *a, size_t al, const char *k, size_t kl) {
    int64_t value = -1;
    bool ok = spin_redis_del((spin_str){a, al}, words(k, kl), &value);
    return number(ok, value);
}

EXPORT("sadd") spin_str *sadd(const char *a, size_t al, const char *k, size_t kl, const char *m, size_t ml) {
    int64_t value = -1;
    bool ok = spin_redis_sadd((spin_str){a, al}, (spin_str){k, kl}, words(m, ml), &value);
    return number(ok, value);
}

EXPORT("srem") spin_str *srem(const char *a, size_t al, const char *k, size_t kl, const char *m, size_t ml) {
    int64_t value = -1;
    bool ok = spin_redis_srem((spin_str){a, al}, (spin_str){k, kl}, words(m, ml), &value);
    return number(ok, value);
}

EXPORT("smembers") spin_str *smembers(const char *a, size_t al, const char *k, size_t kl) {
    spin_strs members = {0};
    spin_buf text = {0};
    bool ok = spin_redis_smembers((spin_str){a, al}, (spin_str){k, kl}, &members);
    for (size_t i = 0; i < members.len; i++) {
        spin_buf_text(&text, i ? " " : "");
        spin_buf_str(&text, members.ptr[i]);
    }
    return reply(ok, &text);
}

/* A command and its arguments in words; a word "#<digits>" is sent as a number. */
EXPORT("execute") spin_str *execute(const char *a, size_t al, const char *c, size_t cl) {
    spin_strs w = words(c, cl);
    spin_redis_parameter *arguments = calloc(w.len + 1, sizeof *arguments);
    for (size_t i = 1; i < w.len; i++) {
        bool is_number = spin_str_starts(w.ptr[i], "#");
        arguments[i - 1].kind = is_number ? SPIN_REDIS_INT64 : SPIN_REDIS_BINARY;
        arguments[i - 1].number = is_number ? -(int64_t)spin_str_uint((spin_str){w.ptr[i].ptr + 1, w.ptr[i].len - 1}) : 0;
        arguments[i - 1].bytes = w.ptr[i];
    }
    spin_redis_values values = {0};
    spin_buf text = {0};
    bool ok = spin_redis_execute((spin_str){a, al}, w.ptr[0], arguments, w.len - 1, &values);
    for (size_t i = 0; i < values.len; i++) {
        static const char *const kinds[] = {"nil", "status:", "number:", "bytes:"};
        spin_buf_text(&text, i ? " " : "");
        spin_buf_text(&text, kinds[values.ptr[i].kind]);
        if (values.ptr[i].kind == SPIN_REDIS_NUMBER) {
            spin_buf_int(&text, values.ptr[i].number);
        } else if (values.ptr[i].kind != SPIN_REDIS_NIL) {
            spin_buf_str(&text, values.ptr[i].bytes);
        }
    }
    return reply(ok, &text);
}
