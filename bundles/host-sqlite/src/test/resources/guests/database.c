/* Calls what a module of Spin 1.3 to 1.x imports from "sqlite"; each export gives the address of the result. */
#include <stddef.h>
#include <stdint.h>

#define FROM(name) __attribute__((import_module("sqlite"), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))

typedef struct {
    uint8_t kind;
    union {
        int64_t integer;
        double real;
        struct {
            const char *data;
            size_t length;
        };
    };
} value;

FROM("open") void sql_open(const char *name, size_t length, void *result);
FROM("execute") void sql_execute(uint32_t connection, const char *statement, size_t length, const value *parameters, size_t count, void *result);
FROM("close") void sql_close(uint32_t connection);

extern unsigned char __heap_base;
static uintptr_t heap = 0;
static uint64_t result[3];
/* One of each kind, and one that is none. */
static const value values[] = {{.kind = 0, .integer = -7}, {.kind = 1, .real = 0.5}, {.kind = 2, .data = "text", .length = 4}, {.kind = 3, .data = "blob", .length = 4},
    {.kind = 4}, {.kind = 5}};

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

EXPORT("open") void *open_database(const char *name, size_t length) {
    sql_open(name, length, result);
    return result;
}

/* With as many of the values as parameters. */
EXPORT("execute") void *execute(uint32_t connection, const char *statement, size_t length, size_t count) {
    sql_execute(connection, statement, length, values, count, result);
    return result;
}

EXPORT("close") void close_database(uint32_t connection) {
    sql_close(connection);
}
