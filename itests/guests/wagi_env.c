#include <stdint.h>
#include <string.h>
#include <wasi/api.h>

/*
 * Prints arguments and environment as the host gave them: in order, duplicates and all. Bytes outside of printable
 * ASCII, and the backslash, show as \xNN. It calls WASI itself, because a C library would hide some of it.
 */

static void write_all(const char *text, size_t len) {
    while (len) {
        __wasi_ciovec_t vector = {(const uint8_t *)text, len};
        __wasi_size_t written = 0;
        if (__wasi_fd_write(1, &vector, 1, &written)) return;
        text += written;
        len -= written;
    }
}

static void put(const char *text) {
    write_all(text, strlen(text));
}

static void put_number(unsigned value) {
    char digits[10];
    size_t at = sizeof digits;
    do digits[--at] = '0' + value % 10;
    while (value /= 10);
    write_all(digits + at, sizeof digits - at);
}

static void put_escaped(const char *text) {
    for (; *text; text++) {
        unsigned char c = *text;
        char escaped[4] = {'\\', 'x', "0123456789abcdef"[c >> 4], "0123456789abcdef"[c & 15]};
        if (c < ' ' || c > '~' || c == '\\') {
            write_all(escaped, 4);
        } else {
            write_all(text, 1);
        }
    }
    put("\n");
}

static void report(const char *entry_point) {
    static uint8_t *pointers[4096];
    static uint8_t text[1 << 19];
    __wasi_size_t count, size;

    put("content-type: text/plain\n\nentry point: ");
    put(entry_point);
    put("\n");
    if (__wasi_args_sizes_get(&count, &size) || count > 4096 || size > sizeof text) __builtin_trap();
    if (__wasi_args_get(pointers, text)) __builtin_trap();
    put("argc: ");
    put_number(count);
    put("\n");
    for (__wasi_size_t i = 0; i < count; i++) {
        put("argv ");
        put_number(i);
        put(": ");
        put_escaped((const char *)pointers[i]);
    }
    if (__wasi_environ_sizes_get(&count, &size) || count > 4096 || size > sizeof text) __builtin_trap();
    if (__wasi_environ_get(pointers, text)) __builtin_trap();
    put("environment: ");
    put_number(count);
    put("\n");
    for (__wasi_size_t i = 0; i < count; i++) {
        put("env ");
        put_escaped((const char *)pointers[i]);
    }
}

int main(void) {
    report("_start");
    return 0;
}

__attribute__((export_name("second_entry")))
void second_entry(void) {
    report("second_entry");
}

/* Fails when it is used as an entry point: it takes an argument. */
__attribute__((export_name("not_an_entry")))
int not_an_entry(int value) {
    return value;
}
