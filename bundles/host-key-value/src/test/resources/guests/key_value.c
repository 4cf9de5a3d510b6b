/* Calls what a module of Spin 0.9 to 1.x imports from "key-value"; each export gives the address of the result. */
#include <stddef.h>
#include <stdint.h>

#define FROM(name) __attribute__((import_module("key-value"), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))

FROM("open") void kv_open(const char *name, size_t length, void *result);
FROM("get") void kv_get(uint32_t store, const char *key, size_t length, void *result);
FROM("set") void kv_set(uint32_t store, const char *key, size_t length, const char *value, size_t size, void *result);
FROM("delete") void kv_delete(uint32_t store, const char *key, size_t length, void *result);
FROM("exists") void kv_exists(uint32_t store, const char *key, size_t length, void *result);
FROM("get-keys") void kv_keys(uint32_t store, void *result);
FROM("close") void kv_close(uint32_t store);

extern unsigned char __heap_base;
static uintptr_t heap = 0;
static uint64_t result[2];

EXPORT("canonical_abi_realloc") void *canonical_abi_realloc(void *old, size_t old_size, size_t align, size_t size) {
    (void)old;
    (void)old_size;
    if (heap == 0) {
        heap = (uintptr_t)&__heap_base;
    }
    uintptr_t start = (heap + align - 1) & ~(uintptr_t)(align - 1);
    heap = start + size;
    return (void *)start;
}

EXPORT("canonical_abi_free") void canonical_abi_free(void *pointer, size_t size, size_t align) {
    (void)pointer;
    (void)size;
    (void)align;
}

EXPORT("open") void *open_store(const char *name, size_t length) {
    kv_open(name, length, result);
    return result;
}

EXPORT("get") void *get(uint32_t store, const char *key, size_t length) {
    kv_get(store, key, length, result);
    return result;
}

EXPORT("set") void *set(uint32_t store, const char *key, size_t length, const char *value, size_t size) {
    kv_set(store, key, length, value, size, result);
    return result;
}

EXPORT("delete") void *delete_key(uint32_t store, const char *key, size_t length) {
    kv_delete(store, key, length, result);
    return result;
}

EXPORT("exists") void *exists(uint32_t store, const char *key, size_t length) {
    kv_exists(store, key, length, result);
    return result;
}

EXPORT("get-keys") void *get_keys(uint32_t store) {
    kv_keys(store, result);
    return result;
}

EXPORT("close") void close_store(uint32_t store) {
    kv_close(store);
}

/* A result that is to go where no memory is. */
EXPORT("beyond") void beyond(uint32_t store) {
    kv_keys(store, (void *)0xfffffff8u);
}
