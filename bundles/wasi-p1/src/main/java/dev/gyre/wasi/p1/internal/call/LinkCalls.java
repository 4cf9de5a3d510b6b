package dev.gyre.wasi.p1.internal.call;

import java.nio.charset.StandardCharsets;

import dev.gyre.wasi.p1.internal.abi.Errno;
import dev.gyre.wasi.p1.internal.abi.Rights;
import dev.gyre.wasi.p1.internal.fd.FolderDescriptor;

/** What works on names: links and renaming. */
final class LinkCalls {
    private LinkCalls() {
    }

    static void register(FunctionTable table) {
        table.add("path_link", "iiiiiii", LinkCalls::link);
        table.add("path_rename", "iiiiii", LinkCalls::rename);
        table.add("path_symlink", "iiiii", LinkCalls::symlink);
        table.add("path_readlink", "iiiiii", LinkCalls::readLink);
    }

    /** A symbolic link is linked itself; to follow it is refused, as Wasmtime does. */
    private static Errno link(Call call) {
        FolderDescriptor from = call.event().folder(call.i32(0), Rights.PATH_LINK_SOURCE);
        FolderDescriptor to = call.event().folder(call.i32(4), Rights.PATH_LINK_TARGET);
        if (PathCalls.follow(call.i32(1))) {
            return Errno.INVAL;
        }
        from.directory().createLink(call.path(2), to.directory(), call.path(5));
        return Errno.SUCCESS;
    }

    private static Errno rename(Call call) {
        FolderDescriptor from = call.event().folder(call.i32(0), Rights.PATH_RENAME_SOURCE);
        FolderDescriptor to = call.event().folder(call.i32(3), Rights.PATH_RENAME_TARGET);
        from.directory().rename(call.path(1), to.directory(), call.path(4));
        return Errno.SUCCESS;
    }

    private static Errno symlink(Call call) {
        FolderDescriptor folder = call.event().folder(call.i32(2), Rights.PATH_SYMLINK);
        folder.directory().createSymbolicLink(call.path(0), call.path(3));
        return Errno.SUCCESS;
    }

    private static Errno readLink(Call call) {
        FolderDescriptor folder = call.event().folder(call.i32(0), Rights.PATH_READLINK);
        int room = call.i32(4);
        int buffer = call.place(3, room);
        int result = call.place(5, 4);
        byte[] target = folder.directory().readSymbolicLink(call.path(1)).getBytes(StandardCharsets.UTF_8);
        int length = (int) Math.min(Integer.toUnsignedLong(room), target.length);
        call.memory().write(buffer, target, 0, length);
        call.memory().writeInt(result, length);
        return Errno.SUCCESS;
    }
}
