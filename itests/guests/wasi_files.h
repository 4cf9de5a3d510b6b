#ifndef WASI_FILES_H
#define WASI_FILES_H

#include <stdint.h>

/*
 * The file functions of wasi_snapshot_preview1 with paths as pointer and length. The C library's declarations take
 * NUL-terminated paths, and its open() cleans them up first: neither can ask for what a hostile guest asks for.
 */

typedef uint32_t fd_t;
typedef uint16_t errno_t;

typedef struct {
    const void *ptr;
    uint32_t len;
} vec_t;

typedef struct {
    uint8_t type;
    uint16_t flags;
    uint64_t rights;
    uint64_t inheriting;
} fdstat_t;

typedef struct {
    uint64_t device, inode;
    uint8_t type;
    uint64_t links, size, accessed, modified, changed;
} filestat_t;

typedef struct {
    uint64_t next, inode;
    uint32_t name_len;
    uint8_t type;
} dirent_t;

typedef struct {
    uint8_t tag;
    uint32_t name_len;
} prestat_t;

enum { LOOKUP_FOLLOW = 1 };
enum { OPEN_CREATE = 1, OPEN_DIRECTORY = 2, OPEN_EXCLUSIVE = 4, OPEN_TRUNCATE = 8 };
enum { FD_APPEND = 1 };
#define RIGHT_WRITE (1ull << 6)
#define RIGHTS_ALL ((1ull << 29) - 1)
#define RIGHTS_READ (1ull << 1 | 1ull << 2 | 1ull << 5 | 1ull << 13 | 1ull << 14 | 1ull << 18 | 1ull << 21)

#define WASI(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name))) errno_t name

WASI(fd_prestat_get)(fd_t, prestat_t *);
WASI(fd_prestat_dir_name)(fd_t, char *, uint32_t);
WASI(fd_fdstat_get)(fd_t, fdstat_t *);
WASI(fd_fdstat_set_flags)(fd_t, uint16_t);
WASI(fd_filestat_get)(fd_t, filestat_t *);
WASI(fd_filestat_set_size)(fd_t, uint64_t);
WASI(fd_allocate)(fd_t, uint64_t, uint64_t);
WASI(fd_read)(fd_t, const vec_t *, uint32_t, uint32_t *);
WASI(fd_pread)(fd_t, const vec_t *, uint32_t, uint64_t, uint32_t *);
WASI(fd_write)(fd_t, const vec_t *, uint32_t, uint32_t *);
WASI(fd_seek)(fd_t, int64_t, uint8_t, uint64_t *);
WASI(fd_close)(fd_t);
WASI(fd_renumber)(fd_t, fd_t);
WASI(fd_readdir)(fd_t, void *, uint32_t, uint64_t, uint32_t *);
WASI(path_open)(fd_t, uint32_t, const char *, uint32_t, uint16_t, uint64_t, uint64_t, uint16_t, fd_t *);
WASI(path_filestat_get)(fd_t, uint32_t, const char *, uint32_t, filestat_t *);
WASI(path_filestat_set_times)(fd_t, uint32_t, const char *, uint32_t, uint64_t, uint64_t, uint16_t);
WASI(path_create_directory)(fd_t, const char *, uint32_t);
WASI(path_remove_directory)(fd_t, const char *, uint32_t);
WASI(path_unlink_file)(fd_t, const char *, uint32_t);
WASI(path_readlink)(fd_t, const char *, uint32_t, char *, uint32_t, uint32_t *);
WASI(path_symlink)(const char *, uint32_t, fd_t, const char *, uint32_t);
WASI(path_link)(fd_t, uint32_t, const char *, uint32_t, fd_t, const char *, uint32_t);
WASI(path_rename)(fd_t, const char *, uint32_t, fd_t, const char *, uint32_t);

#endif
