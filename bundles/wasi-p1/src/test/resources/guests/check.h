/* Every step must succeed; the first that does not ends the guest and says where. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define CHECK(step) do { if (!(step)) { fprintf(stderr, "line %d: " #step " (%s)\n", __LINE__, strerror(errno)); exit(1); } } while (0)
#define FAILS(error, step) do { errno = 0; CHECK((step) == -1); if (errno != (error)) { \
    fprintf(stderr, "line %d: " #step " gave %s, not " #error "\n", __LINE__, strerror(errno)); exit(1); } } while (0)
