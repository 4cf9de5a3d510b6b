#include "misbehave.h"

#include <stdlib.h>
#include <string.h>
#include <wasi/api.h>

#define PAGE 65536
#define BULK __attribute__((target("bulk-memory")))

static volatile uint32_t sink;

static void reply_number(spin_response *response, const char *label, uint64_t value) {
    spin_buf text = {0};
    spin_buf_text(&text, label);
    spin_buf_uint(&text, value);
    spin_buf_text(&text, "\n");
    spin_reply(response, 200, "text/plain", spin_buf_view(&text));
}

void ok(uint64_t number, spin_response *response) {
    (void)number;
    spin_reply(response, 200, "text/plain", spin_str_of("ok\n"));
}

/* ---- traps ---- */

void trap(uint64_t number, spin_response *response) {
    (void)number, (void)response;
    __builtin_trap();
}

static __attribute__((noinline)) void innermost_function(uint32_t n) {
    if (n == 0) __builtin_trap();
    sink = n;
}

static __attribute__((noinline)) void middle_function(uint32_t n) {
    innermost_function(n);
    sink = n;
}

/* Its back-trace names trap_deep, middle_function and innermost_function. */
void trap_deep(uint64_t number, spin_response *response) {
    (void)response;
    middle_function(number);
    sink = 1;
}

void divide(uint64_t number, spin_response *response) {
    volatile int32_t zero = 0;
    reply_number(response, "divided: ", (int32_t)number / zero);
}

void read_beyond(uint64_t number, spin_response *response) {
    reply_number(response, "read: ", *(volatile uint8_t *)(number ? number : 0xFFFFFFF0u));
}

typedef uint64_t other_signature(uint64_t, uint64_t);

/* An indirect call through the wrong type. */
void wrong_call(uint64_t number, spin_response *response) {
    misdeed *volatile target = ok;
    reply_number(response, "called: ", ((other_signature *)(void *)target)(number, number));
}

void exit_now(uint64_t number, spin_response *response) {
    (void)response;
    __wasi_proc_exit(number);
}

void abort_now(uint64_t number, spin_response *response) {
    (void)number, (void)response;
    abort();
}

/* ---- time ---- */

void loop(uint64_t number, spin_response *response) {
    (void)number, (void)response;
    for (uint32_t i = 0;; i++) {
        if (i == 0xFFFFFFFF) sink = i;
    }
}

void loop_memory(uint64_t number, spin_response *response) {
    (void)number, (void)response;
    for (;;) sink++;
}

/* No local needs memory, so it is the engine's stack that ends, not the guest's own. */
static __attribute__((noinline)) uint32_t endless_recursion(uint32_t n) {
    if (sink == 0xFFFFFFFF) return n;
    uint32_t deeper = endless_recursion(n + 1);
    return deeper + sink;
}

void recurse(uint64_t number, spin_response *response) {
    reply_number(response, "recursed: ", endless_recursion(number));
}

/* ---- memory ---- */

/* Grows until refused or until memory has that many pages; gives how many it has. */
static size_t grow_to(size_t pages) {
    for (size_t step = 1024; step && __builtin_wasm_memory_size(0) + step <= pages;) {
        if (__builtin_wasm_memory_grow(0, step) == (size_t)-1) step /= 2;
    }
    return __builtin_wasm_memory_size(0);
}

static void *volatile taken; /* without a look from outside, the compiler drops allocations */

/* Takes and touches everything malloc gives, then uses what it did not give. */
void allocate(uint64_t number, spin_response *response) {
    (void)number;
    uint64_t total = 0;
    for (size_t block = 16 << 20; block >= 4096;) {
        taken = malloc(block);
        if (!taken) {
            block /= 2;
            continue;
        }
        memset(taken, 0xA5, block);
        total += block;
    }
    volatile char *refused = taken;
    refused[-1] = 1;
    reply_number(response, "allocated: ", total);
}

/* Grows until refused and touches each page; a limit that refuses is no error. */
void grow(uint64_t number, spin_response *response) {
    (void)number;
    static const char label[] = "pages: ";
    /* The room for the digits is taken first: afterwards there may be none. */
    spin_reply(response, 200, "text/plain", (spin_str){"pages:                      ", 28});
    response->body.len = sizeof label - 1;
    size_t before = __builtin_wasm_memory_size(0);
    size_t pages = grow_to(65536);
    for (size_t page = before; page < pages; page++) *(volatile char *)(page * PAGE) = 1;
    spin_buf_uint(&response->body, pages);
    spin_buf_text(&response->body, "\n");
}

/* Counts bytes that are not zero in 64 fresh pages, then leaves a pattern there for whoever comes next. */
void canary(uint64_t number, spin_response *response) {
    (void)number;
    size_t first = __builtin_wasm_memory_grow(0, 64);
    if (first == (size_t)-1) __builtin_trap();
    uint8_t *bytes = (uint8_t *)(first * PAGE);
    uint64_t dirty = 0;
    for (size_t i = 0; i < 64 * PAGE; i++) dirty += bytes[i] != 0;
    memset(bytes, 0xCA, 64 * PAGE);
    reply_number(response, "dirty bytes: ", dirty);
}

/* 1 in a fresh instance. */
void count(uint64_t number, spin_response *response) {
    (void)number;
    static uint64_t calls;
    reply_number(response, "calls: ", ++calls);
}

/* Bulk operations over at most 256 MB, number times (without end for 0). */
BULK void memory_fill(uint64_t number, spin_response *response) {
    size_t first = __builtin_wasm_memory_size(0) * PAGE;
    size_t size = grow_to(4096) * PAGE - first;
    for (uint64_t i = 0; number == 0 || i < number; i++) {
        size_t length = size - i % 2;
        __builtin_memset((void *)first, (int)i, length);
    }
    reply_number(response, "filled: ", number);
}

BULK void memory_copy(uint64_t number, spin_response *response) {
    size_t first = __builtin_wasm_memory_size(0) * PAGE;
    size_t size = grow_to(4096) * PAGE - first;
    for (uint64_t i = 0; number == 0 || i < number; i++) {
        __builtin_memmove((void *)(first + 1), (void *)first, size - 1);
    }
    reply_number(response, "copied: ", number);
}

/* ---- host calls ---- */

void random_flood(uint64_t number, spin_response *response) {
    uint8_t *block = malloc(1 << 20);
    for (uint64_t i = 0; number == 0 || i < number; i++) {
        if (__wasi_random_get(block, 1 << 20)) __builtin_trap();
    }
    reply_number(response, "megabytes: ", number);
}

void clock_flood(uint64_t number, spin_response *response) {
    __wasi_timestamp_t now = 0;
    for (uint64_t i = 0; number == 0 || i < number; i++) {
        if (__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 1, &now)) __builtin_trap();
    }
    reply_number(response, "calls: ", number);
}

void sleep_ms(uint64_t number, spin_response *response) {
    __wasi_subscription_t subscription = {
        .userdata = 7,
        .u.tag = __WASI_EVENTTYPE_CLOCK,
        .u.u.clock = {.id = __WASI_CLOCKID_MONOTONIC, .timeout = number * 1000000, .precision = 0, .flags = 0},
    };
    __wasi_event_t event;
    __wasi_size_t events = 0;
    __wasi_errno_t error = __wasi_poll_oneoff(&subscription, &event, 1, &events);
    if (error || events != 1 || event.userdata != 7) __builtin_trap();
    reply_number(response, "slept: ", number);
}

/* ---- output ---- */

static bool write_all(int fd, const char *text, size_t len) {
    while (len) {
        __wasi_ciovec_t vector = {(const uint8_t *)text, len};
        __wasi_size_t written = 0;
        if (__wasi_fd_write(fd, &vector, 1, &written)) return false;
        text += written;
        len -= written;
    }
    return true;
}

/* Writes number megabytes (without end for 0), until the host reports an error. */
static void flood(int fd, uint64_t number, spin_response *response) {
    char block[1024];
    memset(block, 'x', sizeof block);
    block[sizeof block - 1] = '\n';
    uint64_t written = 0;
    while ((number == 0 || written < number << 20) && write_all(fd, block, sizeof block)) written += sizeof block;
    reply_number(response, "written: ", written);
}

void stdout_flood(uint64_t number, spin_response *response) {
    flood(1, number, response);
}

void stderr_flood(uint64_t number, spin_response *response) {
    flood(2, number, response);
}

/* Clears a screen, sets a title, rings, moves back over a line, hides text, opens a link; and bytes that are no UTF-8. */
void stderr_escape(uint64_t number, spin_response *response) {
    static const char text[] = "\x1b[2J\x1b[H\x1b]0;owned\x07" "bell\x07 back\x08\x08\r\x1b[8mhidden\x1b[0m "
                               "\x1b]8;;http://example.invalid/\x1b\\link\x1b]8;;\x1b\\ \xc2\x9b" "31m \xff\xfe nul\0 end\n";
    write_all(number == 1 ? 1 : 2, text, sizeof text - 1);
    ok(number, response);
}
