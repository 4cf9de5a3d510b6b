#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *env(const char *name) {
    const char *value = getenv(name);
    return value ? value : "(not set)";
}

/* A CGI program: counts the words of a mounted file named by the query, or of the request's body. */
int main(int argc, char **argv) {
    const char *name = argc > 1 ? argv[1] : "";
    char path[256] = "";
    FILE *in = stdin;
    if (!strncmp(name, "file=", 5)) {
        snprintf(path, sizeof path, "/notes/%s", name + 5);
        in = fopen(path, "r");
    }
    if (!in) {
        printf("Status: 404\nContent-Type: text/plain\n\nno such note: %s\n", path);
        return 0;
    }
    int words = 0, inside = 0;
    for (int c; (c = getc(in)) != EOF;) {
        int letter = c > ' ';
        words += letter && !inside;
        inside = letter;
    }
    printf("Content-Type: text/plain\n\n%s: %d words\nunit = %s, method = %s, path info = %s\n", *path ? path : "body",
           words, env("UNIT"), env("REQUEST_METHOD"), env("PATH_INFO"));
    return 0;
}
