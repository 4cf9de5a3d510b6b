#include <stdio.h>
#include <stdlib.h>

int main(void) {
    const char *path = getenv("PATH_INFO");
    printf("content-type: text/plain\n\n");
    printf("Hello from {{ project-name }} at %s\n", path ? path : "/");
    return 0;
}
