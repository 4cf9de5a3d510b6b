#include <stdint.h>

/*
 * A CGI program of 2019: it imports wasi_unstable, whose seek constants, file status and poll subscription differ
 * from those of wasi_snapshot_preview1. Without a C library, which knows only the later one.
 */

#define UNSTABLE(name) __attribute__((import_module("wasi_unstable"), import_name(#name)))

typedef struct {
    const void *ptr;
    uint32_t len;
} vec_t;

typedef struct {
    uint64_t device, inode;
    uint8_t type;
    uint32_t links; /* 64 bits wide in preview 1 */
    uint64_t size, accessed, modified, changed;
} filestat_t;
_Static_assert(sizeof(filestat_t) == 56, "filestat of wasi_unstable");

typedef struct {
    uint64_t userdata;
    uint8_t type;
    uint64_t identifier; /* not there in preview 1 */
    uint32_t clock;
    uint64_t timeout, precision;
    uint16_t flags;
} subscription_t;
_Static_assert(sizeof(subscription_t) == 56, "clock subscription of wasi_unstable");

typedef struct {
    uint64_t userdata;
    uint16_t error;
    uint8_t type;
    uint64_t bytes;
    uint16_t flags;
} event_t;

enum { SEEK_FROM_CURRENT = 0, SEEK_FROM_END = 1, SEEK_FROM_START = 2 };

UNSTABLE(args_sizes_get) uint16_t args_sizes_get(uint32_t *, uint32_t *);
UNSTABLE(args_get) uint16_t args_get(char **, char *);
UNSTABLE(environ_sizes_get) uint16_t environ_sizes_get(uint32_t *, uint32_t *);
UNSTABLE(environ_get) uint16_t environ_get(char **, char *);
UNSTABLE(clock_time_get) uint16_t clock_time_get(uint32_t, uint64_t, uint64_t *);
UNSTABLE(random_get) uint16_t random_get(void *, uint32_t);
UNSTABLE(fd_write) uint16_t fd_write(uint32_t, const vec_t *, uint32_t, uint32_t *);
UNSTABLE(fd_read) uint16_t fd_read(uint32_t, const vec_t *, uint32_t, uint32_t *);
UNSTABLE(fd_seek) uint16_t fd_seek(uint32_t, int64_t, uint8_t, uint64_t *);
UNSTABLE(fd_filestat_get) uint16_t fd_filestat_get(uint32_t, filestat_t *);
UNSTABLE(path_open)
uint16_t path_open(uint32_t, uint32_t, const char *, uint32_t, uint16_t, uint64_t, uint64_t, uint16_t, uint32_t *);
UNSTABLE(poll_oneoff) uint16_t poll_oneoff(const subscription_t *, event_t *, uint32_t, uint32_t *);
UNSTABLE(proc_exit) _Noreturn void proc_exit(uint32_t);

static void put(const char *text) {
    vec_t vec = {text, 0};
    while (text[vec.len]) vec.len++;
    uint32_t n;
    fd_write(1, &vec, 1, &n);
}

static void put_number(const char *label, uint64_t value) {
    char digits[24];
    int at = sizeof digits;
    digits[--at] = 0;
    digits[--at] = '\n';
    do digits[--at] = '0' + value % 10;
    while (value /= 10);
    put(label);
    put(digits + at);
}

static char *pointers[1024];
static char strings[65536];

static void arguments_and_environment(void) {
    uint32_t count, size;
    if (args_sizes_get(&count, &size) || args_get(pointers, strings)) __builtin_trap();
    for (uint32_t i = 0; i < count; i++) put("arg "), put(pointers[i]), put("\n");
    if (environ_sizes_get(&count, &size) || environ_get(pointers, strings)) __builtin_trap();
    for (uint32_t i = 0; i < count; i++) put("env "), put(pointers[i]), put("\n");
}

/* Looks at the file note.txt of the first mount, if there is one. */
static void file(void) {
    uint32_t fd;
    filestat_t info;
    uint64_t at;
    char block[16];
    vec_t vec = {block, sizeof block};
    uint32_t n;
    const uint64_t rights = 1 << 1 | 1 << 2 | 1 << 5 | 1 << 21;
    if (path_open(3, 0, "note.txt", 8, 0, rights, 0, 0, &fd)) {
        put("no note.txt\n");
        return;
    }
    if (fd_filestat_get(fd, &info)) __builtin_trap();
    put_number("file type ", info.type);
    put_number("file links ", info.links);
    put_number("file size ", info.size);
    put_number("seek to end error ", fd_seek(fd, 0, SEEK_FROM_END, &at));
    put_number("end at ", at);
    put_number("seek to start error ", fd_seek(fd, 1, SEEK_FROM_START, &at));
    put_number("start at ", at);
    put_number("read error ", fd_read(fd, &vec, 1, &n));
    put_number("read ", n);
    put_number("seek from current error ", fd_seek(fd, -1, SEEK_FROM_CURRENT, &at));
    put_number("current at ", at);
}

__attribute__((export_name("_start")))
void start(void) {
    uint64_t before, after;
    static uint8_t random[32];
    unsigned nonzero = 0;
    event_t event;
    uint32_t events = 0;
    static const subscription_t pause = {.userdata = 9, .type = 0, .clock = 1, .timeout = 20000000};

    put("content-type: text/plain\n\n");
    arguments_and_environment();
    file();
    if (random_get(random, sizeof random)) __builtin_trap();
    for (unsigned i = 0; i < sizeof random; i++) nonzero += random[i] != 0;
    put(nonzero ? "random\n" : "not random\n");
    clock_time_get(1, 1, &before);
    put_number("poll error ", poll_oneoff(&pause, &event, 1, &events));
    put_number("events ", events);
    put_number("userdata ", event.userdata);
    clock_time_get(1, 1, &after);
    put(after - before >= 15000000 ? "slept\n" : "did not sleep\n");
    proc_exit(0);
}
