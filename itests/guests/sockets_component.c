// A component that opens sockets, as the path says: /.../tcp, /.../udp and others, each with ?<port of 127.0.0.1> or ?<name>.
#include "wasi_http.h"

#define NETWORK "wasi:sockets/instance-network"
#define TCP "wasi:sockets/tcp"
#define UDP "wasi:sockets/udp"
#define LOOKUP "wasi:sockets/ip-name-lookup"
#define ADDRESS int32_t family, int32_t port, int32_t, int32_t, int32_t, int32_t, int32_t, int32_t, int32_t, int32_t, int32_t, int32_t
#define V4(port, a, b, c, d) 0, port, a, b, c, d, 0, 0, 0, 0, 0, 0
#define LOCALHOST(port) V4(port, 127, 0, 0, 1)

typedef struct {
    uint8_t failed;
    uint8_t code;
} outcome;

typedef struct {
    uint8_t failed;
    union {
        uint8_t code;
        handle value;
    };
} made;

typedef struct {
    uint8_t failed;
    union {
        uint8_t code;
        struct {
            handle first;
            handle second;
        };
    };
} pair;

typedef struct {
    uint8_t failed;
    union {
        uint8_t code;
        struct {
            void *data;
            size_t length;
        };
    };
} list;

typedef struct {
    uint8_t failed;
    union {
        uint8_t code;
        uint64_t value;
    };
} counted;

typedef struct {
    const void *data;
    size_t length;
    uint8_t some;
    uint8_t pad[3];
    uint8_t family;
    uint8_t pad2[3];
    uint16_t port;
    uint8_t ip[4];
    uint8_t rest[22];
} outgoing;

typedef struct {
    const void *data;
    size_t length;
    uint8_t address[32];
} incoming;

typedef struct {
    uint16_t failed;
    uint8_t code_or_some;
    uint8_t rest[19];
} found;

IMPORT(NETWORK, "instance-network") handle network(void);
IMPORT("wasi:sockets/tcp-create-socket", "create-tcp-socket") void tcp_new(int32_t family, made *result);
IMPORT(TCP, "[method]tcp-socket.start-bind") void tcp_bind(handle self, handle network, ADDRESS, outcome *result);
IMPORT(TCP, "[method]tcp-socket.start-listen") void tcp_listen(handle self, outcome *result);
IMPORT(TCP, "[method]tcp-socket.start-connect") void tcp_connect(handle self, handle network, ADDRESS, outcome *result);
IMPORT(TCP, "[method]tcp-socket.finish-connect") void tcp_connected(handle self, pair *result);
IMPORT(TCP, "[method]tcp-socket.shutdown") void tcp_shutdown(handle self, int32_t way, outcome *result);
IMPORT(TCP, "[method]tcp-socket.subscribe") handle tcp_subscribe(handle self);
IMPORT(TCP, "[resource-drop]tcp-socket") void tcp_drop(handle self);
IMPORT("wasi:sockets/udp-create-socket", "create-udp-socket") void udp_new(int32_t family, made *result);
IMPORT(UDP, "[method]udp-socket.start-bind") void udp_bind(handle self, handle network, ADDRESS, outcome *result);
IMPORT(UDP, "[method]udp-socket.finish-bind") void udp_bound(handle self, outcome *result);
IMPORT(UDP, "[method]udp-socket.stream") void udp_stream(handle self, int32_t some, ADDRESS, pair *result);
IMPORT(UDP, "[method]incoming-datagram-stream.receive") void udp_receive(handle self, int64_t most, list *result);
IMPORT(UDP, "[method]incoming-datagram-stream.subscribe") handle udp_subscribe(handle self);
IMPORT(UDP, "[method]outgoing-datagram-stream.check-send") void udp_check(handle self, counted *result);
IMPORT(UDP, "[method]outgoing-datagram-stream.send") void udp_send(handle self, const outgoing *datagrams, size_t count, counted *result);
IMPORT(LOOKUP, "resolve-addresses") void lookup(handle network, const char *name, size_t length, made *result);
IMPORT(LOOKUP, "[method]resolve-address-stream.resolve-next-address") void lookup_next(handle self, found *result);
IMPORT(LOOKUP, "[method]resolve-address-stream.subscribe") handle lookup_subscribe(handle self);
IMPORT(POLL, "[method]pollable.block") void pollable_block(handle self);

static handle out;

static size_t length_of(const char *words) {
    size_t length = 0;
    while (words[length] != 0) {
        length++;
    }
    return length;
}

static void say(const char *words) {
    write_all(out, words, length_of(words));
}

static void say_number(const char *before, int number) {
    char digits[12];
    size_t at = sizeof digits;
    digits[--at] = '\n';
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    say(before);
    write_all(out, digits + at, sizeof digits - at);
}

static void wait_for(handle pollable) {
    pollable_block(pollable);
    pollable_drop(pollable);
}

static made tcp(void) {
    made socket;
    tcp_new(0, &socket);
    if (socket.failed) {
        say_number("create error ", socket.code);
    }
    return socket;
}

// 0 or the error-code, plus 1.
static int connect(handle socket, int a, int port, pair *streams) {
    outcome started;
    tcp_connect(socket, network(), V4(port, a, 0, 0, 1), &started);
    if (started.failed) {
        return started.code + 1;
    }
    wait_for(tcp_subscribe(socket));
    tcp_connected(socket, streams);
    return streams->failed ? streams->code + 1 : 0;
}

static void tcp_echo(int port) {
    made socket = tcp();
    pair streams;
    int problem = connect(socket.value, 127, port, &streams);
    if (problem > 0) {
        say_number("connect error ", problem - 1);
        return;
    }
    // First in calls that wait, then in calls that never do.
    write_all(streams.second, "one ", 4);
    uint64_t ignored[2];
    size_result room;
    output_check(streams.second, &room);
    output_write_some(streams.second, "two", 3, ignored);
    output_flush(streams.second, ignored);
    outcome shut;
    tcp_shutdown(socket.value, 1, &shut);
    bytes_result bytes;
    for (;;) {
        wait_for(input_subscribe(streams.first));
        input_read(streams.first, 100, &bytes);
        if (bytes.failed) {
            break;
        }
        write_all(out, bytes.data, bytes.length);
    }
    say("\nend\n");
    input_drop(streams.first);
    output_drop(streams.second);
    tcp_drop(socket.value);
}

// Writes and leaves without a flush, and without dropping anything.
static void tcp_forget(int port) {
    for (int i = 0; i < 8; i++) {
        made socket = tcp();
        pair streams;
        if (connect(socket.value, 127, port, &streams) == 0) {
            uint64_t ignored[2];
            size_result room;
            output_check(streams.second, &room);
            output_write_some(streams.second, "left behind", 11, ignored);
        }
    }
    say("forgot\n");
}

static void datagrams(int port, int connected) {
    made socket;
    outcome done;
    udp_new(0, &socket);
    udp_bind(socket.value, network(), V4(0, 0, 0, 0, 0), &done);
    if (done.failed) {
        say_number("bind error ", done.code);
        return;
    }
    udp_bound(socket.value, &done);
    pair streams;
    udp_stream(socket.value, connected, LOCALHOST(connected ? port : 0), &streams);
    if (streams.failed) {
        say_number("stream error ", streams.code);
        return;
    }
    outgoing datagram = {"ping", 4, !connected, {0}, 0, {0}, (uint16_t)port, {127, 0, 0, 1}, {0}};
    counted count;
    udp_check(streams.second, &count);
    udp_send(streams.second, &datagram, 1, &count);
    if (count.failed) {
        say_number("send error ", count.code);
        return;
    }
    wait_for(udp_subscribe(streams.first));
    list received;
    udp_receive(streams.first, 10, &received);
    if (received.failed || received.length == 0) {
        say("nothing received\n");
        return;
    }
    const incoming *first = received.data;
    write_all(out, first->data, first->length);
    say("\n");
}

static void listen_somewhere(void) {
    outcome done;
    made socket = tcp();
    tcp_bind(socket.value, network(), LOCALHOST(0), &done);
    say_number("tcp bind ", done.failed ? done.code : 99);
    tcp_listen(socket.value, &done);
    say_number("tcp listen ", done.failed ? done.code : 99);
    udp_new(0, &socket);
    udp_bind(socket.value, network(), LOCALHOST(5353), &done);
    say_number("udp bind ", done.failed ? done.code : 99);
}

static void flood(void) {
    int opened = 0;
    made socket;
    for (int i = 0; i < 10000; i++) {
        tcp_new(0, &socket);
        if (socket.failed) {
            break;
        }
        opened++;
    }
    say_number("opened ", opened);
    say_number("then ", socket.failed ? socket.code : 99);
}

// Tries the metadata address and a range of ports, and counts what may not be reached.
static void scan(void) {
    int denied = 0;
    for (int port = 1; port <= 200; port++) {
        made socket = tcp();
        pair streams;
        denied += connect(socket.value, port % 2 ? 127 : 10, port, &streams) == 2;
        tcp_drop(socket.value);
    }
    say_number("denied ", denied);
}

static void resolve(const char *name, size_t length) {
    made stream;
    lookup(network(), name, length, &stream);
    if (stream.failed) {
        say_number("lookup error ", stream.code);
        return;
    }
    wait_for(lookup_subscribe(stream.value));
    int addresses = 0;
    found next;
    for (;;) {
        lookup_next(stream.value, &next);
        if (next.failed & 1) {
            say_number("lookup error ", next.code_or_some);
            return;
        }
        if (next.code_or_some == 0) {
            break;
        }
        addresses++;
    }
    say_number("addresses ", addresses > 0);
}

// Whether the path ends so.
static int is(const text_option *path, const char *wanted, size_t end) {
    size_t length = length_of(wanted);
    if (length > end) {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        if (wanted[i] != path->value.data[end - length + i]) {
            return 0;
        }
    }
    return 1;
}

void handle_request(handle request, handle response_out) {
    text_option path;
    handle body;
    request_path(request, &path);
    size_t end = 0;
    while (end < path.value.length && path.value.data[end] != '?') {
        end++;
    }
    const char *query = path.value.data + end + 1;
    size_t query_length = end < path.value.length ? path.value.length - end - 1 : 0;
    int port = 0;
    for (size_t i = 0; i < query_length && query[i] >= '0' && query[i] <= '9'; i++) {
        port = port * 10 + query[i] - '0';
    }
    out = respond(response_out, 200, "text/plain", &body);
    if (is(&path, "/tcp", end)) {
        tcp_echo(port);
    } else if (is(&path, "/forget", end)) {
        tcp_forget(port);
    } else if (is(&path, "/udp", end)) {
        datagrams(port, 0);
    } else if (is(&path, "/connected", end)) {
        datagrams(port, 1);
    } else if (is(&path, "/listen", end)) {
        listen_somewhere();
    } else if (is(&path, "/flood", end)) {
        flood();
    } else if (is(&path, "/scan", end)) {
        scan();
    } else if (is(&path, "/lookup", end)) {
        resolve(query, query_length);
    }
    finish(body, out);
}
