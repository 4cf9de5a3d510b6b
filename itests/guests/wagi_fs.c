#include "wasi_files.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Runs the file operations that QUERY_STRING lists: NAME:ARGUMENT:ARGUMENT;NAME:... with percent-encoding inside of
 * arguments. Each prints one line, "NAME ARGUMENTS -> ok DETAIL" or "-> ERRNO". Paths are relative to the descriptor
 * that "dir" set (3 at first); "open" sets the current descriptor for the operations without a path.
 */

#define ARGUMENTS 3

typedef struct {
    char *ptr;
    uint32_t len;
} text_t;

static fd_t dir = 3;
static fd_t current = (fd_t)-1;
static char detail[1 << 16];

static const char *const errors[] = {
    "SUCCESS",   "E2BIG",       "EACCES",     "EADDRINUSE",   "EADDRNOTAVAIL", "EAFNOSUPPORT",    "EAGAIN",
    "EALREADY",  "EBADF",       "EBADMSG",    "EBUSY",        "ECANCELED",     "ECHILD",          "ECONNABORTED",
    "ECONNREFUSED", "ECONNRESET", "EDEADLK",  "EDESTADDRREQ", "EDOM",          "EDQUOT",          "EEXIST",
    "EFAULT",    "EFBIG",       "EHOSTUNREACH", "EIDRM",      "EILSEQ",        "EINPROGRESS",     "EINTR",
    "EINVAL",    "EIO",         "EISCONN",    "EISDIR",       "ELOOP",         "EMFILE",          "EMLINK",
    "EMSGSIZE",  "EMULTIHOP",   "ENAMETOOLONG", "ENETDOWN",   "ENETRESET",     "ENETUNREACH",     "ENFILE",
    "ENOBUFS",   "ENODEV",      "ENOENT",     "ENOEXEC",      "ENOLCK",        "ENOLINK",         "ENOMEM",
    "ENOMSG",    "ENOPROTOOPT", "ENOSPC",     "ENOSYS",       "ENOTCONN",      "ENOTDIR",         "ENOTEMPTY",
    "ENOTRECOVERABLE", "ENOTSOCK", "ENOTSUP", "ENOTTY",       "ENXIO",         "EOVERFLOW",       "EOWNERDEAD",
    "EPERM",     "EPIPE",       "EPROTO",     "EPROTONOSUPPORT", "EPROTOTYPE", "ERANGE",          "EROFS",
    "ESPIPE",    "ESRCH",       "ESTALE",     "ETIMEDOUT",    "ETXTBSY",       "EXDEV",           "ENOTCAPABLE",
};
_Static_assert(sizeof errors / sizeof *errors == 77, "errno names of preview 1");

static const char *const types[] = {"unknown", "block", "char", "dir", "file", "dgram", "stream", "link"};

static const char *type_name(uint8_t type) {
    return type < 8 ? types[type] : "?";
}

/* Appends bytes to the detail, those outside of printable ASCII as \xNN. */
static void describe(const char *bytes, uint32_t len) {
    size_t at = strlen(detail);
    for (uint32_t i = 0; i < len && at < sizeof detail - 8; i++) {
        unsigned char c = bytes[i];
        at += sprintf(detail + at, c < ' ' || c > '~' || c == '\\' ? "\\x%02x" : "%c", c);
    }
}

static uint64_t number(text_t text) {
    return strtoull(text.ptr, NULL, 10);
}

static bool has(text_t flags, char letter) {
    return memchr(flags.ptr, letter, flags.len) != NULL;
}

/*
 * Letters: c create, d directory, x exclusive, t truncate, w with the right to write, W with all rights, a append,
 * n without following a last symlink.
 */
static errno_t open_at(text_t path, text_t flags, fd_t *fd) {
    uint16_t how = (has(flags, 'c') ? OPEN_CREATE : 0) | (has(flags, 'd') ? OPEN_DIRECTORY : 0) |
                   (has(flags, 'x') ? OPEN_EXCLUSIVE : 0) | (has(flags, 't') ? OPEN_TRUNCATE : 0);
    uint64_t rights = has(flags, 'W') ? RIGHTS_ALL : RIGHTS_READ | (has(flags, 'w') ? RIGHT_WRITE : 0);
    return path_open(dir, has(flags, 'n') ? 0 : LOOKUP_FOLLOW, path.ptr, path.len, how, rights, rights,
                     has(flags, 'a') ? FD_APPEND : 0, fd);
}

static errno_t op_open(const text_t *a) {
    errno_t error = open_at(a[0], a[1], &current);
    if (!error) sprintf(detail, "fd %u", current);
    return error;
}

static errno_t op_dir(const text_t *a) {
    dir = number(a[0]);
    return 0;
}

static errno_t op_fd(const text_t *a) {
    current = number(a[0]);
    return 0;
}

static errno_t op_preopens(const text_t *a) {
    (void)a;
    prestat_t info;
    char name[256];
    for (fd_t fd = 3; !fd_prestat_get(fd, &info); fd++) {
        if (info.name_len > sizeof name || fd_prestat_dir_name(fd, name, info.name_len)) return 28;
        sprintf(detail + strlen(detail), "%u=", fd);
        describe(name, info.name_len);
        strcat(detail, " ");
    }
    return 0;
}

static errno_t read_all(fd_t fd, uint32_t limit) {
    char block[512];
    uint32_t n, total = 0;
    errno_t error = 0;
    while (total < limit) {
        vec_t vec = {block, limit - total < sizeof block ? limit - total : sizeof block};
        error = fd_read(fd, &vec, 1, &n);
        if (error || !n) break;
        describe(block, n);
        total += n;
    }
    return error;
}

static errno_t op_read(const text_t *a) {
    return read_all(current, number(a[0]));
}

static errno_t op_cat(const text_t *a) {
    fd_t fd;
    errno_t error = open_at(a[0], (text_t){"", 0}, &fd);
    if (error) return error;
    error = read_all(fd, 4096);
    errno_t closing = fd_close(fd);
    return error ? error : closing;
}

static errno_t op_write(const text_t *a) {
    vec_t vec = {a[0].ptr, a[0].len};
    uint32_t n;
    errno_t error = fd_write(current, &vec, 1, &n);
    if (!error) sprintf(detail, "%u bytes", n);
    return error;
}

/* Writes number megabytes, or as many as there is room for. */
static errno_t op_fill(const text_t *a) {
    static char block[1 << 20];
    uint64_t count = 0, wanted = number(a[0]);
    errno_t error = 0;
    uint32_t n = 0;
    for (; count < wanted && !error; count++) {
        vec_t vec = {block, sizeof block};
        error = fd_write(current, &vec, 1, &n);
    }
    sprintf(detail, "%llu megabytes", count - (error != 0));
    return error;
}

static errno_t op_seek(const text_t *a) {
    uint64_t at;
    errno_t error = fd_seek(current, strtoll(a[0].ptr, NULL, 10), number(a[1]), &at);
    if (!error) sprintf(detail, "at %llu", at);
    return error;
}

static errno_t op_size(const text_t *a) { return fd_filestat_set_size(current, number(a[0])); }
static errno_t op_allocate(const text_t *a) { return fd_allocate(current, number(a[0]), number(a[1])); }
static errno_t op_flags(const text_t *a) { return fd_fdstat_set_flags(current, number(a[0])); }
static errno_t op_close(const text_t *a) { return fd_close(a[0].len ? number(a[0]) : current); }
static errno_t op_renumber(const text_t *a) { return fd_renumber(number(a[0]), number(a[1])); }
static errno_t op_mkdir(const text_t *a) { return path_create_directory(dir, a[0].ptr, a[0].len); }
static errno_t op_rmdir(const text_t *a) { return path_remove_directory(dir, a[0].ptr, a[0].len); }
static errno_t op_unlink(const text_t *a) { return path_unlink_file(dir, a[0].ptr, a[0].len); }
static errno_t op_symlink(const text_t *a) { return path_symlink(a[0].ptr, a[0].len, dir, a[1].ptr, a[1].len); }
static errno_t op_rename(const text_t *a) { return path_rename(dir, a[0].ptr, a[0].len, dir, a[1].ptr, a[1].len); }

static errno_t op_link(const text_t *a) {
    return path_link(dir, has(a[2], 'f') ? LOOKUP_FOLLOW : 0, a[0].ptr, a[0].len, dir, a[1].ptr, a[1].len);
}

static errno_t op_times(const text_t *a) {
    return path_filestat_set_times(dir, LOOKUP_FOLLOW, a[0].ptr, a[0].len, 1000000000, 1000000000, 1 | 4);
}

static errno_t op_readlink(const text_t *a) {
    char target[512];
    uint32_t len;
    errno_t error = path_readlink(dir, a[0].ptr, a[0].len, target, sizeof target, &len);
    if (!error) describe(target, len);
    return error;
}

static void describe_stat(const filestat_t *info) {
    sprintf(detail, "%s %llu links %llu", type_name(info->type), info->size, info->links);
}

static errno_t stat_at(text_t path, uint32_t lookup) {
    filestat_t info;
    errno_t error = path_filestat_get(dir, lookup, path.ptr, path.len, &info);
    if (!error) describe_stat(&info);
    return error;
}

static errno_t op_stat(const text_t *a) { return stat_at(a[0], LOOKUP_FOLLOW); }
static errno_t op_lstat(const text_t *a) { return stat_at(a[0], 0); }

static errno_t op_fstat(const text_t *a) {
    (void)a;
    filestat_t info;
    errno_t error = fd_filestat_get(current, &info);
    if (!error) describe_stat(&info);
    return error;
}

static errno_t op_rights(const text_t *a) {
    fdstat_t info;
    errno_t error = fd_fdstat_get(a[0].len ? number(a[0]) : current, &info);
    if (!error) {
        sprintf(detail, "%s flags %x rights %llx inheriting %llx", type_name(info.type), info.flags, info.rights,
                info.inheriting);
    }
    return error;
}

/* Lists with a buffer of the given size (4096), so that entries may not fit into one call. */
static errno_t op_ls(const text_t *a) {
    static char buffer[4096];
    uint32_t size = a[1].len ? number(a[1]) : sizeof buffer;
    fd_t fd;
    errno_t error = open_at(a[0], (text_t){"d", 1}, &fd);
    uint64_t cookie = 0;
    for (int calls = 0; !error && calls < 1000; calls++) {
        uint32_t used;
        if (size > sizeof buffer) return 28;
        if ((error = fd_readdir(fd, buffer, size, cookie, &used))) break;
        for (uint32_t at = 0; at + sizeof(dirent_t) <= used;) {
            dirent_t entry;
            memcpy(&entry, buffer + at, sizeof entry);
            at += sizeof entry;
            if (at + entry.name_len > used) break;
            describe(buffer + at, entry.name_len);
            sprintf(detail + strlen(detail), "(%s) ", type_name(entry.type));
            at += entry.name_len;
            cookie = entry.next;
        }
        if (used < size) break;
    }
    if (!error) fd_close(fd);
    return error;
}

/* Opens the path again and again without closing. */
static errno_t op_exhaust(const text_t *a) {
    uint32_t count = 0;
    fd_t fd;
    errno_t error;
    while (!(error = open_at(a[0], (text_t){"", 0}, &fd)) && count < 1000000) count++;
    sprintf(detail, "after %u", count);
    return error;
}

/* Opens a path of number times "./" before the name. */
static errno_t op_deep(const text_t *a) {
    uint64_t depth = number(a[1]);
    char *path = malloc(depth * 2 + a[0].len);
    if (!path) return 48;
    for (uint64_t i = 0; i < depth; i++) memcpy(path + 2 * i, "./", 2);
    memcpy(path + 2 * depth, a[0].ptr, a[0].len);
    fd_t fd;
    return open_at((text_t){path, depth * 2 + a[0].len}, (text_t){"", 0}, &fd);
}

/* Buffers that are not in memory. */
static errno_t op_fault(const text_t *a) {
    (void)a;
    uint32_t n;
    vec_t vec = {(void *)0xFFFFFFF0u, 64};
    errno_t error = fd_write(1, &vec, 1, &n);
    sprintf(detail, "bytes %s", errors[error]);
    error = fd_write(1, (const vec_t *)0xFFFFFFF0u, 4, &n);
    sprintf(detail + strlen(detail), ", vectors %s", errors[error]);
    error = fd_read(0, &vec, 0x20000000, &n);
    sprintf(detail + strlen(detail), ", count %s", errors[error]);
    error = path_open(dir, 0, (const char *)0xFFFFFFF0u, 64, 0, 0, 0, 0, (fd_t *)0xFFFFFFFEu);
    sprintf(detail + strlen(detail), ", path %s", errors[error]);
    return 0;
}

static const struct {
    const char *name;
    errno_t (*run)(const text_t *arguments);
} operations[] = {
    {"open", op_open},       {"dir", op_dir},         {"fd", op_fd},         {"preopens", op_preopens},
    {"read", op_read},       {"cat", op_cat},         {"write", op_write},   {"fill", op_fill},
    {"seek", op_seek},       {"size", op_size},       {"allocate", op_allocate}, {"flags", op_flags},
    {"close", op_close},     {"renumber", op_renumber}, {"mkdir", op_mkdir}, {"rmdir", op_rmdir},
    {"unlink", op_unlink},   {"symlink", op_symlink}, {"rename", op_rename}, {"link", op_link},
    {"times", op_times},     {"readlink", op_readlink}, {"stat", op_stat},   {"lstat", op_lstat},
    {"fstat", op_fstat},     {"rights", op_rights},   {"ls", op_ls},         {"exhaust", op_exhaust},
    {"deep", op_deep},       {"fault", op_fault},
};

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static text_t decode(const char *from, size_t len) {
    text_t out = {malloc(len + 1), 0};
    for (size_t i = 0; i < len; i++) {
        char c = from[i];
        if (c == '%' && i + 2 < len && hex(from[i + 1]) >= 0 && hex(from[i + 2]) >= 0) {
            c = hex(from[i + 1]) << 4 | hex(from[i + 2]);
            i += 2;
        }
        out.ptr[out.len++] = c;
    }
    out.ptr[out.len] = 0;
    return out;
}

static void run(const char *text, size_t len) {
    text_t arguments[1 + ARGUMENTS] = {{"", 0}, {"", 0}, {"", 0}, {"", 0}};
    for (size_t start = 0, i = 0; start <= len && i <= ARGUMENTS; i++) {
        size_t end = start;
        while (end < len && text[end] != ':') end++;
        arguments[i] = decode(text + start, end - start);
        start = end + 1;
    }
    printf("%.*s -> ", (int)len, text);
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        if (strcmp(arguments[0].ptr, operations[i].name)) continue;
        detail[0] = 0;
        errno_t error = operations[i].run(arguments + 1);
        printf("%s%s%s\n", error == 0 ? "ok" : error < 77 ? errors[error] : "?", *detail ? " " : "", detail);
        return;
    }
    printf("no such operation\n");
}

int main(void) {
    const char *query = getenv("QUERY_STRING");
    printf("content-type: text/plain\n\n");
    while (query && *query) {
        size_t len = strcspn(query, ";");
        run(query, len);
        query += len + (query[len] == ';');
    }
    return 0;
}
