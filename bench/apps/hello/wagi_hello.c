/* What examples/hello answers, as a CGI program. */
#include <stdio.h>

int main(void) {
    fputs("Content-Type: text/plain; charset=utf-8\n\nHello from Gyre!\n", stdout);
    return 0;
}
