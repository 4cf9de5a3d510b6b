// A program for gyre run: arguments, a variable, stdin, a file, stderr, an exit code.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
    char line[256];
    for (int i = 1; i < argc; i++) {
        printf("argument %s\n", argv[i]);
    }
    printf("LEVEL=%s\n", getenv("LEVEL") ? getenv("LEVEL") : "");
    while (fgets(line, sizeof line, stdin)) {
        printf("input %s", line);
    }
    FILE *file = fopen("/data/hello.txt", "r");
    if (file) {
        printf("file %s", fgets(line, sizeof line, file));
        fclose(file);
    }
    fputs("an error\n", stderr);
    return argc > 1 && strcmp(argv[1], "fail") == 0 ? 7 : 0;
}
