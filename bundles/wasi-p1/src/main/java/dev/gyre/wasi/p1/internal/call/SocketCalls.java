package dev.gyre.wasi.p1.internal.call;

import dev.gyre.wasi.p1.internal.abi.Errno;

/** A guest gets no sockets, so what it has is never one. */
final class SocketCalls {
    private SocketCalls() {
    }

    static void register(FunctionTable table) {
        if (table.abi().accepts()) {
            table.add("sock_accept", "iii", SocketCalls::none);
        }
        table.add("sock_recv", "iiiiii", SocketCalls::none);
        table.add("sock_send", "iiiii", SocketCalls::none);
        table.add("sock_shutdown", "ii", SocketCalls::none);
    }

    private static Errno none(Call call) {
        call.event().descriptors().get(call.i32(0));
        return Errno.NOTSOCK;
    }
}
