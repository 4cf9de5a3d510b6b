// Key-value stores, databases and Redis for a component in C, by hand: the functions of fermyon:spin@2.0.0 and wasi:keyvalue as wit-component
// names them, flattened as the canonical ABI says. A result comes through a pointer: a byte that is 0 for success, and what it holds at 4 or 8.
#pragma once
#include "wasi_http.h"

#define FROM(module, name) __attribute__((import_module(module), import_name(name)))
#define KV "fermyon:spin/key-value@2.0.0"
#define KV1 "fermyon:spin/key-value"
#define BUCKETS "wasi:keyvalue/store@0.2.0-draft2"
#define BATCH "wasi:keyvalue/batch@0.2.0-draft2"
#define ATOMICS "wasi:keyvalue/atomics@0.2.0-draft2"
#define SQL "fermyon:spin/sqlite@2.0.0"
#define SQL3 "spin:sqlite/sqlite@3.1.0"
#define REDIS "fermyon:spin/redis@2.0.0"
#define REDIS1 "fermyon:spin/redis"

// Any result: words[1] is at 4, words[2] at 8; its second half is the number at 8.
typedef union {
    uint8_t bytes[32];
    uint32_t words[8];
    int64_t numbers[4];
} result;

typedef struct {
    uint8_t kind;
    union {
        int64_t integer;
        double real;
        text bytes;
    };
} value;

// fermyon:spin/key-value, both versions; a store of the first is a number.
FROM(KV, "[static]store.open") void kv_open(const char *label, size_t length, result *out);
FROM(KV, "[method]store.get") void kv_get(handle self, const char *key, size_t length, result *out);
FROM(KV, "[method]store.set") void kv_set(handle self, const char *key, size_t length, const void *value, size_t size, result *out);
FROM(KV, "[method]store.delete") void kv_delete(handle self, const char *key, size_t length, result *out);
FROM(KV, "[method]store.exists") void kv_exists(handle self, const char *key, size_t length, result *out);
FROM(KV, "[method]store.get-keys") void kv_keys(handle self, result *out);
FROM(KV, "[resource-drop]store") void kv_drop(handle self);
FROM(KV1, "open") void kv1_open(const char *label, size_t length, result *out);
FROM(KV1, "get") void kv1_get(handle self, const char *key, size_t length, result *out);
FROM(KV1, "set") void kv1_set(handle self, const char *key, size_t length, const void *value, size_t size, result *out);
FROM(KV1, "delete") void kv1_delete(handle self, const char *key, size_t length, result *out);
FROM(KV1, "exists") void kv1_exists(handle self, const char *key, size_t length, result *out);
FROM(KV1, "get-keys") void kv1_keys(handle self, result *out);
FROM(KV1, "close") void kv1_close(handle self);

// wasi:keyvalue
FROM(BUCKETS, "open") void bucket_open(const char *label, size_t length, result *out);
FROM(BUCKETS, "[method]bucket.get") void bucket_get(handle self, const char *key, size_t length, result *out);
FROM(BUCKETS, "[method]bucket.set") void bucket_set(handle self, const char *key, size_t length, const void *value, size_t size, result *out);
FROM(BUCKETS, "[method]bucket.delete") void bucket_delete(handle self, const char *key, size_t length, result *out);
FROM(BUCKETS, "[method]bucket.exists") void bucket_exists(handle self, const char *key, size_t length, result *out);
FROM(BUCKETS, "[method]bucket.list-keys") void bucket_keys(handle self, int32_t some, const char *cursor, size_t length, result *out);
FROM(BUCKETS, "[resource-drop]bucket") void bucket_drop(handle self);
FROM(BATCH, "get-many") void get_many(handle bucket, const text *keys, size_t count, result *out);
FROM(BATCH, "set-many") void set_many(handle bucket, const text *pairs, size_t count, result *out);
FROM(BATCH, "delete-many") void delete_many(handle bucket, const text *keys, size_t count, result *out);
FROM(ATOMICS, "increment") void increment(handle bucket, const char *key, size_t length, int64_t delta, result *out);
FROM(ATOMICS, "[static]cas.new") void cas_new(handle bucket, const char *key, size_t length, result *out);
FROM(ATOMICS, "[method]cas.current") void cas_current(handle self, result *out);
FROM(ATOMICS, "swap") void cas_swap(handle self, const void *value, size_t size, result *out);
FROM(ATOMICS, "[resource-drop]cas") void cas_drop(handle self);

// sqlite
FROM(SQL, "[static]connection.open") void sql_open(const char *label, size_t length, result *out);
FROM(SQL, "[method]connection.execute")
void sql_execute(handle self, const char *statement, size_t length, const value *parameters, size_t count, result *out);
FROM(SQL, "[resource-drop]connection") void sql_drop(handle self);
FROM(SQL3, "[static]connection.open") void sql3_open(const char *label, size_t length, result *out);
FROM(SQL3, "[method]connection.execute")
void sql3_execute(handle self, const char *statement, size_t length, const value *parameters, size_t count, result *out);
FROM(SQL3, "[method]connection.changes") int64_t sql3_changes(handle self);
FROM(SQL3, "[method]connection.last-insert-rowid") int64_t sql3_last_insert_rowid(handle self);
FROM(SQL3, "[resource-drop]connection") void sql3_drop(handle self);

// redis
FROM(REDIS, "[static]connection.open") void redis_open(const char *address, size_t length, result *out);
FROM(REDIS, "[method]connection.publish") void redis_publish(handle self, const char *channel, size_t length, const void *value, size_t size, result *out);
FROM(REDIS, "[method]connection.get") void redis_get(handle self, const char *key, size_t length, result *out);
FROM(REDIS, "[method]connection.set") void redis_set(handle self, const char *key, size_t length, const void *value, size_t size, result *out);
FROM(REDIS, "[method]connection.incr") void redis_incr(handle self, const char *key, size_t length, result *out);
FROM(REDIS, "[method]connection.del") void redis_del(handle self, const text *keys, size_t count, result *out);
FROM(REDIS, "[method]connection.sadd") void redis_sadd(handle self, const char *key, size_t length, const text *values, size_t count, result *out);
FROM(REDIS, "[method]connection.srem") void redis_srem(handle self, const char *key, size_t length, const text *values, size_t count, result *out);
FROM(REDIS, "[method]connection.smembers") void redis_smembers(handle self, const char *key, size_t length, result *out);
FROM(REDIS, "[method]connection.execute")
void redis_execute(handle self, const char *command, size_t length, const value *arguments, size_t count, result *out);
FROM(REDIS, "[resource-drop]connection") void redis_drop(handle self);
FROM(REDIS1, "incr") void redis1_incr(const char *address, size_t address_length, const char *key, size_t length, result *out);
FROM(REDIS1, "get") void redis1_get(const char *address, size_t address_length, const char *key, size_t length, result *out);
