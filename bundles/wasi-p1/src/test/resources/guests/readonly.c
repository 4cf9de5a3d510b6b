/* Everything that would change the read-only mount at /site, which holds index.html and dir. */
#include "check.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void) {
    char buffer[100];
    int fd = open("/site/index.html", O_RDONLY);
    CHECK(fd > 2 && read(fd, buffer, 100) == 7 && memcmp(buffer, "<html/>", 7) == 0);
    CHECK(write(fd, "x", 1) == -1);
    CHECK(ftruncate(fd, 0) == -1);
    FAILS(EROFS, futimens(fd, NULL));
    FAILS(EROFS, open("/site/index.html", O_WRONLY));
    FAILS(EROFS, open("/site/index.html", O_RDWR));
    FAILS(EROFS, open("/site/index.html", O_RDONLY | O_TRUNC));
    FAILS(EROFS, open("/site/new", O_WRONLY | O_CREAT, 0644));
    FAILS(EROFS, mkdir("/site/new", 0755));
    FAILS(EROFS, rmdir("/site/dir"));
    FAILS(EROFS, unlink("/site/index.html"));
    FAILS(EROFS, symlink("index.html", "/site/new"));
    FAILS(EROFS, rename("/site/index.html", "/site/new"));
    FAILS(EROFS, rename("/site/index.html", "/tmp/new"));
    FAILS(EROFS, rename("/tmp/own", "/site/new"));
    FAILS(EROFS, link("/site/index.html", "/tmp/new"));
    FAILS(EROFS, link("/tmp/own", "/site/new"));
    FAILS(EROFS, utimensat(AT_FDCWD, "/site/index.html", NULL, 0));
    puts("nothing changed");
    return 0;
}
