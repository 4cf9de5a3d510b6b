package dev.gyre.wasi.p1.internal.call;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import dev.gyre.wasi.p1.internal.abi.Errno;

/** {@code args_*} and {@code environ_*}. */
final class EnvironmentCalls {
    private EnvironmentCalls() {
    }

    static void register(FunctionTable table) {
        table.add("args_sizes_get", "ii", call -> sizes(call, call.event().arguments()));
        table.add("args_get", "ii", call -> get(call, call.event().arguments()));
        table.add("environ_sizes_get", "ii", call -> sizes(call, call.event().environment()));
        table.add("environ_get", "ii", call -> get(call, call.event().environment()));
    }

    private static Errno sizes(Call call, List<byte[]> texts) {
        int count = call.place(0, 4);
        int bytes = call.place(1, 4);
        call.memory().writeInt(count, texts.size());
        call.memory().writeInt(bytes, total(texts));
        return Errno.SUCCESS;
    }

    private static Errno get(Call call, List<byte[]> texts) {
        int pointers = call.place(0, texts.size() * 4);
        int buffer = call.place(1, total(texts));
        ByteBuffer addresses = ByteBuffer.allocate(texts.size() * 4).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer bytes = ByteBuffer.allocate(total(texts));
        for (byte[] text : texts) {
            addresses.putInt(buffer + bytes.position());
            bytes.put(text);
        }
        call.memory().write(pointers, addresses.array());
        call.memory().write(buffer, bytes.array());
        return Errno.SUCCESS;
    }

    private static int total(List<byte[]> texts) {
        return texts.stream().mapToInt(t -> t.length).sum();
    }
}
