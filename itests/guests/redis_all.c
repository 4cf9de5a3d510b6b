#include "spin.h"

/* Every function of outbound-redis on keys that begin with the path's last segment; the address is the query's. */

static spin_buf text;
static spin_str address;
static spin_str prefix;

static spin_str key(const char *name) {
    spin_buf buf = {0};
    spin_buf_str(&buf, prefix);
    spin_buf_text(&buf, ":");
    spin_buf_text(&buf, name);
    return spin_buf_view(&buf);
}

static void begin(const char *name, bool ok) {
    spin_buf_text(&text, name);
    spin_buf_text(&text, ok ? ": ok" : ": error");
}

static void number(const char *name, bool ok, int64_t value) {
    begin(name, ok);
    if (ok) {
        spin_buf_text(&text, " ");
        spin_buf_int(&text, value);
    }
    spin_buf_text(&text, "\n");
}

static void bytes(const char *name, bool ok, spin_str value) {
    begin(name, ok);
    if (ok) {
        spin_buf_text(&text, " ");
        spin_buf_uint(&text, value.len);
        spin_buf_text(&text, " ");
        spin_buf_str(&text, value);
    }
    spin_buf_text(&text, "\n");
}

static void execute(const char *command, const spin_redis_parameter *arguments, size_t count) {
    spin_redis_values values = {0};
    bool ok = spin_redis_execute(address, spin_str_of(command), arguments, count, &values);
    begin(command, ok);
    for (size_t i = 0; ok && i < values.len; i++) {
        static const char *const kinds[] = {" nil", " status ", " number ", " bytes "};
        spin_redis_value value = values.ptr[i];
        spin_buf_text(&text, kinds[value.kind]);
        if (value.kind == SPIN_REDIS_NUMBER) {
            spin_buf_int(&text, value.number);
        } else {
            spin_buf_str(&text, value.bytes);
        }
    }
    spin_buf_text(&text, "\n");
}

static spin_redis_parameter binary(spin_str value) {
    return (spin_redis_parameter){.kind = SPIN_REDIS_BINARY, .bytes = value};
}

void spin_handle_http(const spin_request *request, spin_response *response) {
    address = spin_query_value(request, "address");
    prefix = spin_path_info(request);
    while (spin_str_starts(prefix, "/")) prefix = (spin_str){prefix.ptr + 1, prefix.len - 1};

    spin_str value = {0};
    spin_strs list = {0};
    int64_t n = 0;
    bool ok;
    spin_str members[] = {spin_str_of("b"), spin_str_of("a"), spin_str_of("a")};
    spin_str keys[] = {key("value"), key("counter"), key("set"), key("absent")};

    number("del", ok = spin_redis_del(address, (spin_strs){keys, 4}, &n), n);
    number("set", spin_redis_set(address, key("value"), (spin_str){"a\0b\xff", 4}), 0);
    ok = spin_redis_get(address, key("value"), &value);
    bytes("get", ok, value);
    ok = spin_redis_get(address, key("absent"), &value);
    bytes("get absent", ok, value);
    number("incr", ok = spin_redis_incr(address, key("counter"), &n), n);
    number("incr again", ok = spin_redis_incr(address, key("counter"), &n), n);
    number("incr text", ok = spin_redis_incr(address, key("value"), &n), n);
    number("sadd", ok = spin_redis_sadd(address, key("set"), (spin_strs){members, 3}, &n), n);
    ok = spin_redis_smembers(address, key("set"), &list);
    number("smembers", ok, list.len);
    number("srem", ok = spin_redis_srem(address, key("set"), (spin_strs){members, 1}, &n), n);
    ok = spin_redis_smembers(address, key("set"), &list);
    bytes("smembers after", ok, ok && list.len == 1 ? list.ptr[0] : (spin_str){0});
    number("publish", spin_redis_publish(address, key("channel"), spin_str_of("message")), 0);

    spin_redis_parameter set[] = {binary(key("counter")), {.kind = SPIN_REDIS_INT64, .number = -5}};
    execute("SET", set, 2);
    execute("GET", set, 1);
    execute("INCR", set, 1);
    spin_redis_parameter absent[] = {binary(key("absent"))};
    execute("GET", absent, 1);
    spin_redis_parameter both[] = {binary(key("counter")), binary(key("absent"))};
    execute("MGET", both, 2);
    execute("NOSUCHCOMMAND", NULL, 0);
    spin_reply(response, 200, "text/plain", spin_buf_view(&text));
}
