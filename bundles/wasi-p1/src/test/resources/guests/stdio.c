/* Says what it was started with, copies its input in capitals, and exits with the number of its arguments. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

int main(int argc, char **argv) {
    for (int i = 0; i < argc; i++) printf("arg %s\n", argv[i]);
    for (char **e = environ; *e; e++) printf("env %s\n", *e);
    for (int c; (c = getchar()) != EOF;) putchar(toupper(c));
    time_t now = time(NULL);
    if (now < 1700000000) return 99;
    unsigned char seed[32] = {0}, zero[32] = {0};
    if (getentropy(seed, sizeof seed) || memcmp(seed, zero, sizeof seed) == 0) return 98;
    if (isatty(0) || isatty(1)) return 97;
    if (fflush(stdout) || ferror(stdout)) return 96;
    fprintf(stderr, "done\n");
    return argc;
}
