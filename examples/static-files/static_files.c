#include "spin.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *content_type(spin_str path) {
    static const struct {
        const char *suffix;
        const char *type;
    } types[] = {
        {".html", "text/html; charset=utf-8"},  {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"}, {".json", "application/json"},
        {".txt", "text/plain; charset=utf-8"},  {".svg", "image/svg+xml"},
        {".png", "image/png"},                  {".jpg", "image/jpeg"},
        {".ico", "image/x-icon"},               {".wasm", "application/wasm"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (spin_str_ends(path, types[i].suffix)) return types[i].type;
    }
    return "application/octet-stream";
}

/* A name that could leave the folder, or that C would cut short, is no file of ours. */
static bool is_plain(spin_str path) {
    size_t start = 0;
    for (size_t i = 0; i <= path.len; i++) {
        if (i < path.len && path.ptr[i] != '/') {
            if (!path.ptr[i] || path.ptr[i] == '\\') return false;
            continue;
        }
        if (spin_str_is((spin_str){path.ptr + start, i - start}, "..")) return false;
        start = i + 1;
    }
    return true;
}

/* Gives the open file and its size, or -1; a folder stands for the index.html in it. */
static int open_file(spin_buf *path, off_t *size) {
    if (path->len == 0 || path->ptr[path->len - 1] == '/') spin_buf_text(path, "index.html");
    int fd = open(spin_cstr(spin_buf_view(path)), O_RDONLY);
    struct stat info;
    if (fd < 0 || fstat(fd, &info) < 0) return -1;
    if (S_ISDIR(info.st_mode)) {
        close(fd);
        spin_buf_text(path, "/");
        return open_file(path, size);
    }
    *size = info.st_size;
    return S_ISREG(info.st_mode) ? fd : -1;
}

void spin_handle_http(const spin_request *request, spin_response *response) {
    if (request->method != SPIN_GET && request->method != SPIN_HEAD) {
        spin_reply(response, 405, "text/plain", spin_str_of("only GET and HEAD\n"));
        spin_add_header(response, spin_str_of("allow"), spin_str_of("GET, HEAD"));
        return;
    }
    spin_str name = spin_percent_decode(spin_path_info(request), false);
    spin_buf path = {0};
    spin_buf_text(&path, "/");
    while (spin_str_starts(name, "/")) name = (spin_str){name.ptr + 1, name.len - 1};
    spin_buf_str(&path, name);

    off_t size;
    int fd = is_plain(name) ? open_file(&path, &size) : -1;
    if (fd < 0) {
        spin_reply(response, 404, "text/plain", spin_str_of("not found\n"));
        return;
    }
    spin_reply(response, 200, content_type(spin_buf_view(&path)), (spin_str){0});
    if (request->method == SPIN_HEAD) return;

    char *block = malloc(65536);
    ssize_t n;
    while ((n = read(fd, block, 65536)) > 0) spin_buf_bytes(&response->body, block, n);
    if (n < 0) response->status = 500;
}
