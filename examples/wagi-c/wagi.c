#include <stdio.h>
#include <string.h>

extern char **environ;

/* WAGI is CGI: the request is in the environment, the arguments and stdin; the response goes to stdout. */
int main(int argc, char **argv) {
    printf("Content-Type: text/plain; charset=utf-8\n");
    printf("X-Example: wagi-c\n\n");

    printf("-- arguments --\n");
    for (int i = 0; i < argc; i++) printf("%d: %s\n", i, argv[i]);

    printf("-- environment --\n");
    for (char **entry = environ; *entry; entry++) printf("%s\n", *entry);

    printf("-- body --\n");
    char block[4096];
    size_t total = 0;
    for (size_t n; (n = fread(block, 1, sizeof block, stdin)) > 0; total += n) fwrite(block, 1, n, stdout);
    printf("\n-- %zu bytes --\n", total);

    fprintf(stderr, "wagi-c: echoed %zu bytes\n", total);
    return 0;
}
