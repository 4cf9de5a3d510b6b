#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A CGI program whose output is wrong in the way QUERY_STRING names: NAME or NAME=NUMBER. */

static long number;

static void out(const char *text) {
    size_t len = strlen(text);
    for (ssize_t n; len && (n = write(1, text, len)) > 0; text += n, len -= n) {
    }
}

static void plain(void) {
    out("content-type: text/plain\n\n");
}

static void fill(char *block, size_t size) {
    memset(block, 'x', size);
    block[size - 1] = '\n';
}

static void ok(void) { plain(), out("ok\n"); }
static void nothing(void) {}
static void no_headers(void) { out("just text, and no header\n"); }
static void no_blank_line(void) { out("content-type: text/plain\n"); }
static void body_only(void) { out("\nbody after an empty header block\n"); }
static void crlf(void) { out("Content-Type: text/plain\r\nX-Crlf: yes\r\n\r\nbody\r\nkeeps its CRs\r\n"); }
static void status_text(void) { out("status: abc\ncontent-type: text/plain\n\nbody\n"); }
static void status_reason(void) { out("Status: 418 I am a teapot\ncontent-type: text/plain\n\nteapot\n"); }
static void status_only(void) { out("status: 204\n\n"); }
static void location(void) { out("location: /elsewhere\n\n"); }
static void location_status(void) { out("location: /created\nstatus: 201\ncontent-type: text/plain\n\ncreated\n"); }
static void status_location(void) { out("status: 307\nlocation: /moved\n\n"); }
static void location_type(void) { out("location: /elsewhere\ncontent-type: text/plain\n\nbody\n"); }
static void cookies(void) { out("content-type: text/plain\nset-cookie: a=1\nset-cookie: b=2\n\ncookies\n"); }
static void two_types(void) { out("content-type: text/plain\ncontent-type: text/html\n\ntwo\n"); }
static void header_cr(void) { out("content-type: text/plain\nx-bad: a\rset-cookie: injected=1\n\nbody\n"); }
static void header_name(void) { out("content-type: text/plain\nx bad name: 1\nset-\x01" "cookie: 1\n: none\n\nbody\n"); }
static void header_fold(void) { out("content-type: text/plain\nx-long: a\n  folded: b\n\nbody\n"); }
static void no_colon(void) { out("content-type: text/plain\nthis is no header\n\nbody\n"); }
static void latin1(void) { out("content-type: text/plain\nx-latin: caf\xe9\n\ncaf\xe9\n"); }
static void header_nul(void) {
    static const char text[] = "content-type: text/plain\nx-nul: a\0b\n\nbody\n";
    write(1, text, sizeof text - 1);
}
static void hop(void) {
    out("content-type: text/plain\nconnection: close, x-secret\ntransfer-encoding: chunked\nkeep-alive: timeout=9\n"
        "upgrade: websocket\nx-secret: 1\n\nbody\n");
}
static void length_short(void) { out("content-type: text/plain\ncontent-length: 2\n\nfive\n"); }
static void length_long(void) { out("content-type: text/plain\ncontent-length: 500\n\nfive\n"); }

static void status_number(void) {
    char digits[24];
    size_t at = sizeof digits;
    digits[--at] = 0;
    long rest = number;
    do digits[--at] = '0' + rest % 10;
    while (rest /= 10);
    out("status: ");
    out(digits + at);
    out("\ncontent-type: text/plain\n\nbody\n");
}

static void many_headers(void) {
    out("content-type: text/plain\n");
    for (long i = 0; i < number; i++) out("x-many: value\n");
    out("\nmany\n");
}

/* number bytes in one header line; without end for 0. */
static void long_header(void) {
    char block[4097];
    memset(block, 'h', 4096);
    block[4096] = 0;
    out("content-type: text/plain\nx-long: ");
    for (long i = 0; number == 0 || i < number; i += 4096) out(block);
    out("\n\nlong\n");
}

/* number megabytes; without end for 0. */
static void huge(void) {
    char block[65536];
    fill(block, sizeof block);
    plain();
    for (long i = 0; number == 0 || i < number * 16; i++) {
        for (size_t done = 0; done < sizeof block;) {
            ssize_t n = write(1, block + done, sizeof block - done);
            if (n < 0) exit(5);
            done += n;
        }
    }
}

static void stderr_flood(void) {
    char block[1024];
    fill(block, sizeof block);
    for (long i = 0; number == 0 || i < number * 1024; i++) {
        if (write(2, block, sizeof block) < 0) break;
    }
    ok();
}

static void stderr_escape(void) {
    static const char text[] = "\x1b[2J\x1b]0;owned\x07\x1b[31mred \xc2\x9b" "1m \xff nul\0 end\r\n";
    write(2, text, sizeof text - 1);
    ok();
}

static void exit_code(void) { ok(), exit(number); }
static void exit_silent(void) { exit(number); }
static void trap(void) { __builtin_trap(); }
static void trap_late(void) { ok(), __builtin_trap(); }
static void trap_early(void) { out("content-type: text/pl"), __builtin_trap(); }

static void loop(void) {
    static volatile unsigned turns;
    for (;;) turns++;
}

static void loop_late(void) { ok(), loop(); }

/* Headers and a first line, a pause of number milliseconds, a last line. */
static void slow(void) {
    plain();
    out("first\n");
    nanosleep(&(struct timespec){number / 1000, number % 1000 * 1000000}, NULL);
    out("last\n");
}

/* Leaves the request's body unread. */
static void ignore_body(void) { ok(); }

/* Reads number bytes of the body and stops. */
static void read_some(void) {
    char block[4096];
    for (long left = number; left > 0;) {
        ssize_t n = read(0, block, left < 4096 ? left : 4096);
        if (n <= 0) break;
        left -= n;
    }
    ok();
}

static void echo(void) {
    char block[65536];
    out("content-type: application/octet-stream\n\n");
    for (ssize_t n; (n = read(0, block, sizeof block)) > 0;) {
        for (ssize_t done = 0; done < n;) {
            ssize_t k = write(1, block + done, n - done);
            if (k < 0) exit(5);
            done += k;
        }
    }
}

static const struct {
    const char *name;
    void (*run)(void);
} misdeeds[] = {
    {"ok", ok},
    {"nothing", nothing},
    {"no-headers", no_headers},
    {"no-blank-line", no_blank_line},
    {"body-only", body_only},
    {"crlf", crlf},
    {"status", status_number},
    {"status-text", status_text},
    {"status-reason", status_reason},
    {"status-only", status_only},
    {"location", location},
    {"location-status", location_status},
    {"status-location", status_location},
    {"location-type", location_type},
    {"cookies", cookies},
    {"two-types", two_types},
    {"header-cr", header_cr},
    {"header-name", header_name},
    {"header-fold", header_fold},
    {"header-nul", header_nul},
    {"no-colon", no_colon},
    {"latin1", latin1},
    {"hop", hop},
    {"length-short", length_short},
    {"length-long", length_long},
    {"many-headers", many_headers},
    {"long-header", long_header},
    {"huge", huge},
    {"stderr-flood", stderr_flood},
    {"stderr-escape", stderr_escape},
    {"exit", exit_code},
    {"exit-silent", exit_silent},
    {"trap", trap},
    {"trap-late", trap_late},
    {"trap-early", trap_early},
    {"loop", loop},
    {"loop-late", loop_late},
    {"slow", slow},
    {"ignore-body", ignore_body},
    {"read-some", read_some},
    {"echo", echo},
};

int main(void) {
    const char *query = getenv("QUERY_STRING");
    if (!query) query = "";
    const char *equals = strchr(query, '=');
    size_t len = equals ? (size_t)(equals - query) : strlen(query);
    number = equals ? strtol(equals + 1, NULL, 10) : 0;
    for (size_t i = 0; i < sizeof misdeeds / sizeof *misdeeds; i++) {
        if (strlen(misdeeds[i].name) == len && !memcmp(misdeeds[i].name, query, len)) {
            misdeeds[i].run();
            return 0;
        }
    }
    plain();
    for (size_t i = 0; i < sizeof misdeeds / sizeof *misdeeds; i++) out(misdeeds[i].name), out("\n");
    return 0;
}
