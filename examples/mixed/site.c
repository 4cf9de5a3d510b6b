#include "spin.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void add_variable(spin_buf *text, const char *key) {
    static const char *const errors[] = {"provider", "invalid-key", "invalid-schema", "other"};
    spin_str value;
    spin_config_error error;
    bool ok = spin_config_get(spin_str_of(key), &value, &error);
    spin_buf_text(text, "variable ");
    spin_buf_text(text, key);
    spin_buf_text(text, ok ? " = " : " failed: ");
    if (!ok) {
        spin_buf_text(text, errors[error]);
        spin_buf_text(text, ": ");
    }
    spin_buf_str(text, value);
    spin_buf_text(text, "\n");
}

static void add_environment(spin_buf *text, const char *name) {
    const char *value = getenv(name);
    spin_buf_text(text, "environment ");
    spin_buf_text(text, name);
    spin_buf_text(text, value ? " = " : " is not set");
    spin_buf_text(text, value ? value : "");
    spin_buf_text(text, "\n");
}

static void add_file(spin_buf *text, const char *path) {
    char block[512];
    int fd = open(path, O_RDONLY);
    spin_buf_text(text, path);
    spin_buf_text(text, fd < 0 ? " is not there\n" : ": ");
    for (ssize_t n; fd >= 0 && (n = read(fd, block, sizeof block)) > 0;) spin_buf_bytes(text, block, n);
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Folders are listed in no particular order, so the names are sorted. */
static void add_folder(spin_buf *text, const char *path) {
    char *names[64];
    size_t count = 0;
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && count < 64 && (entry = readdir(folder));) {
        if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) names[count++] = strdup(entry->d_name);
    }
    qsort(names, count, sizeof *names, by_name);
    spin_buf_text(text, path);
    spin_buf_text(text, folder ? " holds:" : " is not there");
    for (size_t i = 0; i < count; i++) {
        spin_buf_text(text, " ");
        spin_buf_text(text, names[i]);
    }
    spin_buf_text(text, "\n");
}

static void add_headers(spin_buf *text, const spin_request *request) {
    for (size_t i = 0; i < request->headers.len; i++) {
        if (!spin_str_starts(request->headers.ptr[i].name, "spin-")) continue;
        spin_buf_str(text, request->headers.ptr[i].name);
        spin_buf_text(text, " = ");
        spin_buf_str(text, request->headers.ptr[i].value);
        spin_buf_text(text, "\n");
    }
}

/* One module behind several routes; what it shows depends on the component it runs as. */
void spin_handle_http(const spin_request *request, spin_response *response) {
    spin_buf text = {0};
    add_environment(&text, "COMPONENT");
    add_environment(&text, "GREETING");
    if (spin_str_is(spin_query(request), "headers")) add_headers(&text, request);
    if (spin_str_is(spin_query(request), "files")) {
        add_folder(&text, "/notes");
        add_file(&text, "/notes/spin.txt");
        add_file(&text, "/notes/private.md");
        add_folder(&text, "/static");
        add_file(&text, "/static/banner.txt");
    }
    if (spin_str_is(spin_query(request), "variables")) {
        add_variable(&text, "message");
        add_variable(&text, "audience");
        add_variable(&text, "Not A Key");
    }
    printf("%s\n", "site: one request");
    fflush(stdout);
    spin_reply(response, 200, "text/plain; charset=utf-8", spin_buf_view(&text));
}
