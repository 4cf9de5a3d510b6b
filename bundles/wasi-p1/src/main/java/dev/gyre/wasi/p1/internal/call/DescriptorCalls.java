package dev.gyre.wasi.p1.internal.call;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import dev.gyre.api.app.Mount;
import dev.gyre.wasi.p1.internal.abi.Abi;
import dev.gyre.wasi.p1.internal.abi.Errno;
import dev.gyre.wasi.p1.internal.abi.FdFlags;
import dev.gyre.wasi.p1.internal.abi.Rights;
import dev.gyre.wasi.p1.internal.fd.Descriptor;
import dev.gyre.wasi.p1.internal.fd.FileDescriptor;
import dev.gyre.wasi.p1.internal.fd.FolderDescriptor;
import dev.gyre.wasi.p1.internal.fd.InputDescriptor;
import dev.gyre.wasi.p1.internal.fd.OutputDescriptor;

/** What works on descriptors of every kind: reading, writing, flags, rights, numbers; and the mounts. */
final class DescriptorCalls {
    private DescriptorCalls() {
    }

    static void register(FunctionTable table) {
        table.add("fd_read", "iiii", DescriptorCalls::read);
        table.add("fd_write", "iiii", DescriptorCalls::write);
        table.add("fd_close", "i", DescriptorCalls::close);
        table.add("fd_renumber", "ii", DescriptorCalls::renumber);
        table.add("fd_sync", "i", call -> sync(call, Rights.FD_SYNC));
        table.add("fd_datasync", "i", call -> sync(call, Rights.FD_DATASYNC));
        table.add("fd_fdstat_get", "ii", DescriptorCalls::stat);
        table.add("fd_fdstat_set_flags", "ii", DescriptorCalls::setFlags);
        table.add("fd_fdstat_set_rights", "ill", DescriptorCalls::setRights);
        table.add("fd_prestat_get", "ii", DescriptorCalls::mount);
        table.add("fd_prestat_dir_name", "iii", DescriptorCalls::mountName);
    }

    private static Errno read(Call call) {
        Descriptor from = call.event().descriptors().get(call.i32(0));
        Buffers buffers = call.buffers(1);
        int result = call.place(3, 4);
        Buffers.Source source = switch (from) {
            case FileDescriptor file -> file::read;
            case InputDescriptor input -> input::read;
            case FolderDescriptor _ -> throw Errno.ISDIR.exception();
            case OutputDescriptor _ -> throw Errno.BADF.exception();
        };
        from.require(Rights.FD_READ);
        call.memory().writeInt(result, buffers.fill(call.event(), source, from instanceof InputDescriptor));
        return Errno.SUCCESS;
    }

    private static Errno write(Call call) {
        Descriptor to = call.event().descriptors().get(call.i32(0));
        Buffers buffers = call.buffers(1);
        int result = call.place(3, 4);
        Buffers.Sink sink = switch (to) {
            case FileDescriptor file -> file::write;
            case OutputDescriptor output -> output::write;
            case FolderDescriptor _ -> throw Errno.ISDIR.exception();
            case InputDescriptor _ -> throw Errno.BADF.exception();
        };
        to.require(Rights.FD_WRITE);
        call.memory().writeInt(result, buffers.drain(call.event(), sink));
        return Errno.SUCCESS;
    }

    private static Errno close(Call call) {
        call.event().descriptors().close(call.i32(0));
        return Errno.SUCCESS;
    }

    private static Errno renumber(Call call) {
        call.event().descriptors().renumber(call.i32(0), call.i32(1));
        return Errno.SUCCESS;
    }

    private static Errno sync(Call call, long right) {
        Descriptor descriptor = call.event().descriptors().get(call.i32(0));
        descriptor.require(right);
        switch (descriptor) {
            case FileDescriptor file -> file.file().sync(right == Rights.FD_SYNC);
            case OutputDescriptor output -> output.flush();
            case FolderDescriptor _ -> { }
            case InputDescriptor _ -> throw Errno.INVAL.exception();
        }
        return Errno.SUCCESS;
    }

    private static Errno stat(Call call) {
        Descriptor descriptor = call.event().descriptors().get(call.i32(0));
        int result = call.place(1, Abi.FDSTAT_BYTES);
        ByteBuffer out = ByteBuffer.allocate(Abi.FDSTAT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0, (byte) descriptor.fileType()).putShort(2, (short) descriptor.flags());
        out.putLong(8, descriptor.rights()).putLong(16, descriptor.inheriting());
        call.memory().write(result, out.array());
        return Errno.SUCCESS;
    }

    private static Errno setFlags(Call call) {
        Descriptor descriptor = call.event().descriptors().get(call.i32(0));
        int flags = FdFlags.checked(call.i32(1));
        descriptor.require(Rights.FD_FDSTAT_SET_FLAGS);
        if (((flags ^ descriptor.flags()) & ~FdFlags.CHANGEABLE) != 0) {
            return Errno.NOTSUP;
        }
        descriptor.setFlags(flags);
        return Errno.SUCCESS;
    }

    private static Errno setRights(Call call) {
        call.event().descriptors().get(call.i32(0)).restrict(call.i64(1), call.i64(2));
        return Errno.SUCCESS;
    }

    private static Errno mount(Call call) {
        byte[] name = mountName(call.event().descriptors().get(call.i32(0)));
        int result = call.place(1, 8);
        call.memory().writeInt(result, 0);
        call.memory().writeInt(result + 4, name.length);
        return Errno.SUCCESS;
    }

    private static Errno mountName(Call call) {
        byte[] name = mountName(call.event().descriptors().get(call.i32(0)));
        int length = call.i32(2);
        int result = call.place(1, length);
        if (Integer.compareUnsigned(length, name.length) < 0) {
            return Errno.NAMETOOLONG;
        }
        call.memory().write(result, name);
        return Errno.SUCCESS;
    }

    /** Guests look for mounts from 3 on until this fails. */
    private static byte[] mountName(Descriptor descriptor) {
        if (!(descriptor instanceof FolderDescriptor folder)) {
            throw Errno.BADF.exception();
        }
        return folder.mount().map(Mount::guest).orElseThrow(Errno.BADF::exception).getBytes(StandardCharsets.UTF_8);
    }
}
