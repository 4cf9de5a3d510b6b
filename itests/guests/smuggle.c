#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wasi/libc.h>

#include "spin.h"

/*
 * A guest that tries to hand something to a later event: looks for what an earlier one left, leaves the same wherever it can, and
 * ends as the query says: N=1 a trap, 2 an exit, 3 an endless loop, otherwise an answer; with 4 it looks after it has left, and so
 * finds its own. A Spin module, or with -DWAGI a program.
 */

enum { PAGE = 65536, MARKS = 4096, GROWN = 16 };
/* Not one constant, or the module itself would hold what is looked for. */
static volatile uint32_t half = 0x6a17c0deu;
static uint32_t statics[MARKS];
static uint32_t initialised[MARKS] = {1};
static uint32_t runs;

static uint32_t mark(void) { return half ^ 0x55aa33ccu; }

static int in_memory(void) {
    int found = 0;
    uint32_t looked_for = mark();
    for (uint32_t at = 16; at + 4 <= __builtin_wasm_memory_size(0) * PAGE; at += 4) {
        found += *(volatile uint32_t *)at == looked_for;
    }
    return found;
}

/* Fresh pages are zero. */
static int in_new_pages(void) {
    int found = 0;
    size_t first = __builtin_wasm_memory_grow(0, GROWN);
    if (first == (size_t)-1) return 0;
    for (uint64_t *at = (uint64_t *)(first * PAGE); at < (uint64_t *)((first + GROWN) * PAGE); at++) found += *at != 0;
    return found;
}

static int in_files(void) {
    struct stat status;
    int found = stat("/canary", &status) == 0;
    FILE *kept = fopen("/data/kept.txt", "r");
    char line[64] = "";
    if (kept && (!fgets(line, sizeof line, kept) || strcmp(line, "as delivered\n") != 0)) found++;
    if (kept) fclose(kept);
    found += stat("/data/canary", &status) == 0;
    return found;
}

/* Descriptors beyond stdio and the mounts. */
static int in_descriptors(void) {
    int found = 0;
    struct stat status;
    for (int fd = 8; fd < 200; fd++) found += fstat(fd, &status) == 0;
    return found;
}

static int in_environment(void) {
    return (getenv("CANARY") != NULL) + (strcmp(getenv("OWN") ? getenv("OWN") : "", "as configured") != 0);
}

static void leave_marks(void) {
    uint32_t left = mark();
    for (int i = 0; i < MARKS; i++) statics[i] = initialised[i] = left;
    for (int n = 0; n < 40; n++) {
        uint32_t *block = malloc(PAGE);
        for (int i = 0; block && i < PAGE / 4; i++) block[i] = left;
    }
    volatile uint32_t stack[MARKS];
    for (int i = 0; i < MARKS; i++) stack[i] = left;
    setenv("CANARY", "left", 1);
    setenv("OWN", "changed", 1);
}

static void leave(void) {
    leave_marks();
    for (int i = 0; i < 20; i++) open("/data/kept.txt", O_RDONLY);
    const char *files[] = {"/canary", "/data/canary", "/data/kept.txt"};
    for (int i = 0; i < 3; i++) {
        FILE *file = fopen(files[i], "w");
        if (file) fputs("canary", file), fclose(file);
    }
    unlink("/data/kept.txt");
    rename("/data/kept.txt", "/data/canary");
    mkdir("/data/canary", 0777);
    for (int fd = 8; fd < 30; fd++) lseek(fd, 5, SEEK_SET);
    if (__wasilibc_fd_renumber(2, 1)) close(1);
    close(0);
}

static int look(char *report, size_t size) {
    int memory = in_memory(), pages = in_new_pages(), files = in_files(), descriptors = in_descriptors(), environment = in_environment();
    int found = (runs++ != 0) + memory + pages + files + descriptors + environment;
    snprintf(report, size, "found %d: memory %d, pages %d, files %d, descriptors %d, environment %d, runs %u\n", found, memory, pages, files,
             descriptors, environment, (unsigned)runs);
    return found;
}

static void end(int way) {
    if (way == 1) __builtin_trap();
    if (way == 2) _Exit(3);
    for (volatile bool endless = way == 3; endless;) {
    }
}

static int query_number(const char *query) { return query && *query ? atoi(query) : 0; }

#ifdef WAGI
int main(void) {
    char report[200];
    char byte;
    int way = query_number(getenv("QUERY_STRING"));
    if (way == 4) leave_marks();
    look(report, sizeof report);
    /* What another request's body left in stdin would follow this one's. */
    int body = 0;
    while (read(0, &byte, 1) == 1) body += byte != 'b';
    printf("content-type: text/plain\n\n%sforeign body %d\n", report, body);
    fflush(stdout);
    leave();
    end(way);
    return 0;
}
#else
void spin_handle_http(const spin_request *request, spin_response *response) {
    char report[200];
    char *query = strchr(spin_cstr(request->uri), '?');
    int way = query_number(query ? query + 1 : NULL);
    if (way == 4) leave_marks();
    look(report, sizeof report);
    spin_buf_text(&response->body, report);
    response->has_body = true;
    spin_buf_text(&response->body, "foreign body ");
    int foreign = 0;
    for (size_t i = 0; request->has_body && i < request->body.len; i++) foreign += request->body.ptr[i] != 'b';
    spin_buf_int(&response->body, foreign);
    spin_buf_text(&response->body, "\n");
    write(1, "said before", 11);
    leave();
    end(way);
}
#endif
