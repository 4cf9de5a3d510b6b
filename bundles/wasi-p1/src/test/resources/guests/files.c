/* What a C program does with files, in a writable mount at /data that holds hello.txt with "hello". */
#include "check.h"
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char buffer[200000];

static void reading_and_writing(void) {
    int fd = open("/data/hello.txt", O_RDONLY);
    CHECK(fd > 2);
    CHECK(read(fd, buffer, 100) == 5 && memcmp(buffer, "hello", 5) == 0);
    CHECK(read(fd, buffer, 100) == 0);
    CHECK(lseek(fd, -2, SEEK_END) == 3 && read(fd, buffer, 1) == 1 && buffer[0] == 'l');
    CHECK(lseek(fd, 0, SEEK_CUR) == 4);
    FAILS(EINVAL, lseek(fd, -5, SEEK_CUR));
    CHECK(pread(fd, buffer, 3, 1) == 3 && memcmp(buffer, "ell", 3) == 0 && lseek(fd, 0, SEEK_CUR) == 4);
    CHECK(write(fd, "x", 1) == -1);
    CHECK(close(fd) == 0);
    FAILS(EBADF, close(fd));

    fd = open("/data/big", O_RDWR | O_CREAT | O_EXCL, 0644);
    CHECK(fd > 2);
    for (int i = 0; i < (int)sizeof buffer; i++) buffer[i] = (char)(i * 31 >> 3);
    CHECK(write(fd, buffer, sizeof buffer) == sizeof buffer);
    memset(buffer, 0, sizeof buffer);
    CHECK(lseek(fd, 0, SEEK_SET) == 0 && read(fd, buffer, sizeof buffer) == sizeof buffer);
    for (int i = 0; i < (int)sizeof buffer; i++) CHECK(buffer[i] == (char)(i * 31 >> 3));
    CHECK(ftruncate(fd, 10) == 0 && lseek(fd, 0, SEEK_END) == 10);
    CHECK(pwrite(fd, "abc", 3, 20) == 3 && lseek(fd, 0, SEEK_END) == 23);
    CHECK(pread(fd, buffer, 3, 12) == 3 && buffer[0] == 0);
    CHECK(posix_fallocate(fd, 0, 100) == 0 && lseek(fd, 0, SEEK_END) == 100);
    CHECK(fsync(fd) == 0 && fdatasync(fd) == 0 && close(fd) == 0);
    FAILS(EEXIST, open("/data/big", O_RDWR | O_CREAT | O_EXCL, 0644));

    FILE *log = fopen("/data/log", "a");
    CHECK(log && fputs("one\n", log) >= 0 && fclose(log) == 0);
    log = fopen("/data/log", "a+");
    CHECK(log && fputs("two\n", log) >= 0 && fseek(log, 0, SEEK_SET) == 0 && fgets(buffer, 100, log) && strcmp(buffer, "one\n") == 0);
    CHECK(fclose(log) == 0);
}

static void names(void) {
    struct stat st, other;
    CHECK(mkdir("/data/dir", 0755) == 0);
    FAILS(EEXIST, mkdir("/data/dir", 0755));
    FAILS(ENOENT, mkdir("/data/none/dir", 0755));
    FAILS(ENOENT, open("/data/none", O_RDONLY));
    FAILS(EISDIR, open("/data/dir", O_RDWR));
    FAILS(ENOTDIR, open("/data/hello.txt/x", O_RDONLY));
    CHECK(rename("/data/big", "/data/dir/moved") == 0);
    CHECK(link("/data/dir/moved", "/data/linked") == 0 && stat("/data/linked", &st) == 0 && stat("/data/dir/moved", &other) == 0);
    CHECK(st.st_ino == other.st_ino && st.st_dev == other.st_dev && st.st_nlink == 2 && st.st_size == 100 && S_ISREG(st.st_mode));
    CHECK(symlink("dir/moved", "/data/soft") == 0 && readlink("/data/soft", buffer, 100) == 9 && memcmp(buffer, "dir/moved", 9) == 0);
    CHECK(lstat("/data/soft", &st) == 0 && S_ISLNK(st.st_mode) && stat("/data/soft", &st) == 0 && st.st_ino == other.st_ino);
    struct timespec times[2] = {{0, UTIME_OMIT}, {1000000000, 123456789}};
    CHECK(utimensat(AT_FDCWD, "/data/linked", times, 0) == 0 && stat("/data/linked", &st) == 0);
    CHECK(st.st_mtim.tv_sec == 1000000000 && st.st_mtim.tv_nsec == 123456789);
    FAILS(ENOTEMPTY, rmdir("/data/dir"));
    FAILS(EISDIR, unlink("/data/dir"));
    CHECK(unlink("/data/soft") == 0 && unlink("/data/linked") == 0 && unlink("/data/dir/moved") == 0 && rmdir("/data/dir") == 0);
    FAILS(ENOENT, unlink("/data/soft"));
    FAILS(EPERM, open("/data/../secret", O_RDONLY));
    CHECK(symlink("../secret", "/data/escape") == 0);
    FAILS(EPERM, open("/data/escape", O_RDONLY));
    CHECK(unlink("/data/escape") == 0);
}

static void listing(void) {
    int seen = 0, dots = 0;
    CHECK(mkdir("/data/many", 0755) == 0);
    for (int i = 0; i < 300; i++) {
        char name[64];
        snprintf(name, sizeof name, "/data/many/a file with a rather long name %d", i);
        int fd = open(name, O_CREAT | O_WRONLY, 0644);
        CHECK(fd >= 0 && close(fd) == 0);
    }
    DIR *dir = opendir("/data/many");
    CHECK(dir);
    struct dirent *entry;
    while ((entry = readdir(dir))) {
        if (entry->d_name[0] == '.') {
            dots++;
        } else {
            CHECK(entry->d_type == DT_REG && strncmp(entry->d_name, "a file with a rather long name ", 31) == 0);
            seen++;
        }
    }
    CHECK(seen == 300 && dots == 2);
    rewinddir(dir);
    CHECK(readdir(dir) && closedir(dir) == 0);
}

int main(void) {
    reading_and_writing();
    names();
    listing();
    puts("all well");
    return 0;
}
