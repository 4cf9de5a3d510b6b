// Calls the functions of key-value stores, databases and Redis that components have, and says what each gives.
// Paths: /any/kv, /any/kv1, /any/wasi and /any/sql on the store or database that the query names, /any/redis on that address.
#include "stores.h"

static char page[16384];
static size_t used;

static void say(const char *bytes, size_t length) {
    for (size_t i = 0; i < length && used < sizeof page; i++) {
        page[used++] = bytes[i];
    }
}

static size_t length_of(const char *bytes) {
    size_t length = 0;
    while (bytes[length] != 0) {
        length++;
    }
    return length;
}

static void says(const char *bytes) {
    say(bytes, length_of(bytes));
}

static void number(int64_t value) {
    char digits[20];
    int count = 0;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        digits[count++] = (char)('0' + rest % 10);
    } while ((rest /= 10) != 0);
    if (value < 0) {
        says("-");
    }
    while (count > 0) {
        say(digits + --count, 1);
    }
}

static void list(const text *items, size_t count) {
    for (size_t i = 0; i < count; i++) {
        says(" ");
        say(items[i].data, items[i].length);
    }
}

#define S(literal) literal, sizeof(literal) - 1
#define TEXT(literal) {(char *)literal, sizeof(literal) - 1}

enum shape { UNIT, HANDLE, OPTION, BYTES, FLAG, COUNT, LONG, LIST };

// "name: " and what the result is; an error is its case, and its text where it is the one that has one.
static int tell(const char *name, const result *r, enum shape shape, uint32_t text_case) {
    says(name);
    says(":");
    if (r->bytes[0] != 0) {
        uint32_t which = r->bytes[shape == LONG ? 8 : 4];
        says(" error ");
        number(which);
        if (which == text_case) {
            says(" ");
            int at = shape == LONG ? 3 : 2;
            say((const char *)r->words[at], r->words[at + 1]);
        }
        says("\n");
        return 0;
    }
    switch (shape) {
    case UNIT:
    case HANDLE:
        says(" ok");
        break;
    case OPTION:
        says(r->bytes[4] ? " " : " none");
        say((const char *)r->words[2], r->bytes[4] ? r->words[3] : 0);
        break;
    case BYTES:
        says(" ");
        say((const char *)r->words[1], r->words[2]);
        break;
    case FLAG:
        says(r->bytes[4] ? " true" : " false");
        break;
    case COUNT:
        says(" ");
        number(r->words[1]);
        break;
    case LONG:
        says(" ");
        number(r->numbers[1]);
        break;
    case LIST:
        list((const text *)r->words[1], r->words[2]);
        break;
    }
    says("\n");
    return 1;
}

#define OTHER 3

static void key_value(text label) {
    result r;
    kv_open(label.data, label.length, &r);
    if (!tell("open", &r, HANDLE, OTHER)) {
        return;
    }
    handle store = r.words[1];
    kv_delete(store, S("k"), &r);
    tell("delete", &r, UNIT, OTHER);
    kv_get(store, S("k"), &r);
    tell("get", &r, OPTION, OTHER);
    kv_set(store, S("k"), S("value"), &r);
    tell("set", &r, UNIT, OTHER);
    kv_get(store, S("k"), &r);
    tell("get", &r, OPTION, OTHER);
    kv_exists(store, S("k"), &r);
    tell("exists", &r, FLAG, OTHER);
    kv_keys(store, &r);
    tell("get-keys", &r, LIST, OTHER);
    static char long_key[70000];
    kv_get(store, long_key, sizeof long_key, &r);
    tell("get", &r, OPTION, OTHER);
    kv_drop(store);
}

static void key_value_1(text label) {
    result r;
    kv1_open(label.data, label.length, &r);
    if (!tell("open", &r, HANDLE, 5)) {
        return;
    }
    handle store = r.words[1];
    kv1_delete(store, S("k"), &r);
    tell("delete", &r, UNIT, 5);
    kv1_get(store, S("k"), &r);
    tell("get", &r, BYTES, 5);
    kv1_set(store, S("k"), S("value"), &r);
    tell("set", &r, UNIT, 5);
    kv1_get(store, S("k"), &r);
    tell("get", &r, BYTES, 5);
    kv1_exists(store, S("k"), &r);
    tell("exists", &r, FLAG, 5);
    kv1_keys(store, &r);
    tell("get-keys", &r, LIST, 5);
    kv1_close(store);
    kv1_exists(store, S("k"), &r);
    tell("exists", &r, FLAG, 5);
}

static void wasi(text label) {
    result r;
    bucket_open(label.data, label.length, &r);
    if (!tell("open", &r, HANDLE, 2)) {
        return;
    }
    handle bucket = r.words[1];
    static const text keys[] = {TEXT("a"), TEXT("b"), TEXT("k"), TEXT("n"), TEXT("c")};
    delete_many(bucket, keys, 5, &r);
    tell("delete-many", &r, UNIT, 2);
    static const text pairs[] = {TEXT("a"), TEXT("1"), TEXT("b"), TEXT("2")};
    set_many(bucket, pairs, 2, &r);
    tell("set-many", &r, UNIT, 2);
    get_many(bucket, keys, 3, &r);
    says("get-many:");
    for (uint32_t i = 0; i < r.words[2]; i++) {
        const uint32_t *entry = (const uint32_t *)r.words[1] + 5 * i;
        says(" ");
        say((const char *)entry[0], entry[1]);
        says(*(const uint8_t *)(entry + 2) ? "=" : " none");
        say((const char *)entry[3], *(const uint8_t *)(entry + 2) ? entry[4] : 0);
    }
    says("\n");
    bucket_set(bucket, S("k"), S("x"), &r);
    tell("set", &r, UNIT, 2);
    bucket_get(bucket, S("k"), &r);
    tell("get", &r, OPTION, 2);
    bucket_exists(bucket, S("k"), &r);
    tell("exists", &r, FLAG, 2);
    bucket_delete(bucket, S("k"), &r);
    tell("delete", &r, UNIT, 2);
    bucket_keys(bucket, 0, 0, 0, &r);
    tell("list-keys", &r, LIST, 2);
    bucket_keys(bucket, 1, S("cursor"), &r);
    tell("list-keys", &r, LIST, 2);
    increment(bucket, S("n"), 5, &r);
    tell("increment", &r, LONG, 2);
    increment(bucket, S("n"), -7, &r);
    tell("increment", &r, LONG, 2);
    cas_new(bucket, S("c"), &r);
    tell("cas.new", &r, HANDLE, 2);
    handle one = r.words[1];
    cas_new(bucket, S("c"), &r);
    handle other = r.words[1];
    cas_swap(one, S("first"), &r);
    says(r.bytes[0] ? "swap: failed\n" : "swap: ok\n");
    cas_swap(other, S("second"), &r);
    says(r.bytes[0] && r.bytes[4] == 1 ? "swap: failed\n" : "swap: ok\n");
    handle again = r.words[2];
    cas_current(again, &r);
    tell("current", &r, OPTION, 2);
    cas_swap(again, S("second"), &r);
    says(r.bytes[0] ? "swap: failed\n" : "swap: ok\n");
    bucket_drop(bucket);
}

static void rows(const char *name, const result *r) {
    if (r->bytes[0] != 0) {
        tell(name, r, UNIT, 4);
        return;
    }
    says(name);
    says(":");
    list((const text *)r->words[1], r->words[2]);
    for (uint32_t i = 0; i < r->words[4]; i++) {
        const uint32_t *row = (const uint32_t *)r->words[3] + 2 * i;
        says(" |");
        for (uint32_t k = 0; k < row[1]; k++) {
            const value *v = (const value *)row[0] + k;
            says(" ");
            number(v->kind);
            says("=");
            switch (v->kind) {
            case 0:
                number(v->integer);
                break;
            case 1:
                number((int64_t)(v->real * 1000));
                break;
            case 2:
            case 3:
                say(v->bytes.data, v->bytes.length);
                break;
            default:
                says("null");
            }
        }
    }
    says("\n");
}

static void sql(text label) {
    result r;
    sql_open(label.data, label.length, &r);
    if (!tell("open", &r, HANDLE, 4)) {
        return;
    }
    handle database = r.words[1];
    sql_execute(database, S("DROP TABLE IF EXISTS t"), 0, 0, &r);
    sql_execute(database, S("CREATE TABLE t (a INTEGER PRIMARY KEY, b, c, d, e)"), 0, 0, &r);
    rows("create", &r);
    static const value values[] = {{.kind = 1, .real = -0.5}, {.kind = 2, .bytes = TEXT("text")}, {.kind = 3, .bytes = TEXT("blob")}, {.kind = 4}};
    sql_execute(database, S("INSERT INTO t (b, c, d, e) VALUES (?, ?, ?, ?)"), values, 4, &r);
    rows("insert", &r);
    static const value id = {.kind = 0, .integer = 1};
    sql_execute(database, S("SELECT * FROM t WHERE a = ?"), &id, 1, &r);
    rows("select", &r);
    sql_execute(database, S("nonsense"), 0, 0, &r);
    rows("nonsense", &r);
    sql_execute(database, S("ATTACH '/etc/passwd' AS x"), 0, 0, &r);
    rows("attach", &r);
    sql_drop(database);
    sql3_open(label.data, label.length, &r);
    database = r.words[1];
    sql3_execute(database, S("INSERT INTO t (b) VALUES (1), (2)"), 0, 0, &r);
    rows("insert", &r);
    says("changes: ");
    number(sql3_changes(database));
    says("\nlast-insert-rowid: ");
    number(sql3_last_insert_rowid(database));
    says("\n");
    sql3_execute(database, S("BEGIN"), 0, 0, &r);
    sql3_execute(database, S("DELETE FROM t"), 0, 0, &r);
    sql3_drop(database);
    sql3_open(label.data, label.length, &r);
    database = r.words[1];
    sql3_execute(database, S("SELECT count(*) AS n FROM t"), 0, 0, &r);
    rows("undone", &r);
    sql3_execute(database, S("SELECT zeroblob(50000000), zeroblob(50000000)"), 0, 0, &r);
    says(r.bytes[0] ? "large: error\n" : "large: ok\n");
}

static void redis(text address) {
    result r;
    redis_open(address.data, address.length, &r);
    if (!tell("open", &r, HANDLE, OTHER)) {
        redis1_get(address.data, address.length, S("k"), &r);
        says(r.bytes[0] ? "get: error\n" : "get: ok\n");
        return;
    }
    handle connection = r.words[1];
    static const text keys[] = {TEXT("k"), TEXT("n"), TEXT("s")};
    redis_del(connection, keys, 3, &r);
    redis_get(connection, S("k"), &r);
    tell("get", &r, OPTION, OTHER);
    redis_set(connection, S("k"), S("value"), &r);
    tell("set", &r, UNIT, OTHER);
    redis_get(connection, S("k"), &r);
    tell("get", &r, OPTION, OTHER);
    redis_incr(connection, S("n"), &r);
    tell("incr", &r, LONG, OTHER);
    redis1_incr(address.data, address.length, S("n"), &r);
    tell("incr", &r, LONG, 99);
    static const text members[] = {TEXT("x"), TEXT("y"), TEXT("x")};
    redis_sadd(connection, S("s"), members, 3, &r);
    tell("sadd", &r, COUNT, OTHER);
    redis_srem(connection, S("s"), members, 1, &r);
    tell("srem", &r, COUNT, OTHER);
    redis_smembers(connection, S("s"), &r);
    tell("smembers", &r, LIST, OTHER);
    redis_sadd(connection, S("k"), members, 1, &r);
    tell("sadd", &r, COUNT, OTHER);
    redis_publish(connection, S("nobody"), S("hears"), &r);
    tell("publish", &r, UNIT, OTHER);
    static const value arguments[] = {{.kind = 1, .bytes = TEXT("k")}, {.kind = 1, .bytes = TEXT("none")}};
    redis_execute(connection, S("MGET"), arguments, 2, &r);
    says("execute:");
    for (uint32_t i = 0; i < r.words[2]; i++) {
        const value *v = (const value *)r.words[1] + i;
        says(" ");
        number(v->kind);
        says("=");
        say(v->bytes.data, v->kind == 3 ? v->bytes.length : 0);
    }
    says("\n");
    redis_del(connection, keys, 3, &r);
    tell("del", &r, COUNT, OTHER);
    redis_drop(connection);
}

static int starts(text path, const char *prefix) {
    size_t length = length_of(prefix);
    for (size_t i = 0; i < length; i++) {
        if (i >= path.length || path.data[i] != prefix[i]) {
            return 0;
        }
    }
    return 1;
}

void handle_request(handle request, handle response_out) {
    text_option path;
    request_path(request, &path);
    request_drop(request);
    text query = {path.value.data + path.value.length, 0};
    while (query.data > path.value.data && query.data[-1] != '?') {
        query.data--;
        query.length++;
    }
    text rest = {path.value.data + 1, path.value.length - 1};
    while (rest.length > 0 && rest.data[0] != '/') {
        rest.data++;
        rest.length--;
    }
    if (starts(rest, "/kv1?")) {
        key_value_1(query);
    } else if (starts(rest, "/kv?")) {
        key_value(query);
    } else if (starts(rest, "/wasi?")) {
        wasi(query);
    } else if (starts(rest, "/sql?")) {
        sql(query);
    } else if (starts(rest, "/redis?")) {
        redis(query);
    }
    handle body;
    handle stream = respond(response_out, 200, "text/plain", &body);
    write_all(stream, page, used);
    finish(body, stream);
}
