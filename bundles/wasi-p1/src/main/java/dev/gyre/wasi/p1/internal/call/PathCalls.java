package dev.gyre.wasi.p1.internal.call;

import java.util.OptionalLong;

import dev.gyre.wasi.backend.file.Directory;
import dev.gyre.wasi.backend.file.Node;
import dev.gyre.wasi.backend.file.OpenRequest;
import dev.gyre.wasi.backend.file.RegularFile;
import dev.gyre.wasi.p1.internal.abi.Abi;
import dev.gyre.wasi.p1.internal.abi.Errno;
import dev.gyre.wasi.p1.internal.abi.FdFlags;
import dev.gyre.wasi.p1.internal.abi.Rights;
import dev.gyre.wasi.p1.internal.fd.Descriptor;
import dev.gyre.wasi.p1.internal.fd.FileDescriptor;
import dev.gyre.wasi.p1.internal.fd.FolderDescriptor;

/** What opens, makes, removes and asks about paths. */
final class PathCalls {
    private static final int SYMLINK_FOLLOW = 1;
    private static final int CREAT = 1;
    private static final int DIRECTORY = 2;
    private static final int EXCL = 4;
    private static final int TRUNC = 8;

    private PathCalls() {
    }

    static void register(FunctionTable table) {
        Abi abi = table.abi();
        table.add("path_open", "iiiiillii", PathCalls::open);
        table.add("path_create_directory", "iii",
                call -> change(call, Rights.PATH_CREATE_DIRECTORY, Directory::createDirectory));
        table.add("path_remove_directory", "iii",
                call -> change(call, Rights.PATH_REMOVE_DIRECTORY, Directory::removeDirectory));
        table.add("path_unlink_file", "iii", call -> change(call, Rights.PATH_UNLINK_FILE, Directory::unlinkFile));
        table.add("path_filestat_get", "iiiii", call -> stat(call, abi));
        table.add("path_filestat_set_times", "iiiilli", PathCalls::setTimes);
    }

    /**
     * Rights beyond what the folder passes on are left out, and so are those that do not apply to what is opened. Whether the
     * content is read or written is decided by what the guest asks for; a read-only mount refuses it here and not later.
     */
    private static Errno open(Call call) {
        FolderDescriptor folder = call.event().folder(call.i32(0), Rights.PATH_OPEN);
        boolean follow = follow(call.i32(1));
        String path = call.path(2);
        int how = call.i32(4);
        long rights = call.i64(5) & folder.inheriting();
        long inheriting = call.i64(6) & folder.inheriting();
        int flags = FdFlags.checked(call.i32(7));
        int result = call.place(8, 4);
        if ((how & ~(CREAT | DIRECTORY | EXCL | TRUNC)) != 0) {
            return Errno.INVAL;
        }
        if ((how & CREAT) != 0) {
            folder.require(Rights.PATH_CREATE_FILE);
        }
        if ((how & TRUNC) != 0) {
            folder.require(Rights.PATH_FILESTAT_SET_SIZE);
        }
        if (call.event().descriptors().full()) {
            return Errno.MFILE;
        }
        Node node = folder.directory().open(path, new OpenRequest(follow, (how & CREAT) != 0, (how & EXCL) != 0, (how & TRUNC) != 0,
                (how & DIRECTORY) != 0, (rights & Rights.FD_READ) != 0, (rights & Rights.FD_WRITE) != 0, FdFlags.sync(flags)));
        Descriptor opened = switch (node) {
            case RegularFile file -> new FileDescriptor(file, rights, inheriting, flags);
            case Directory directory -> new FolderDescriptor(directory, rights, inheriting, flags);
        };
        call.memory().writeInt(result, call.event().descriptors().add(opened));
        return Errno.SUCCESS;
    }

    private static Errno stat(Call call, Abi abi) {
        FolderDescriptor folder = call.event().folder(call.i32(0), Rights.PATH_FILESTAT_GET);
        boolean follow = follow(call.i32(1));
        String path = call.path(2);
        int result = call.place(4, abi.filestatBytes());
        call.memory().write(result, abi.filestat(folder.directory().stat(path, follow)));
        return Errno.SUCCESS;
    }

    private static Errno setTimes(Call call) {
        FolderDescriptor folder = call.event().folder(call.i32(0), Rights.PATH_FILESTAT_SET_TIMES);
        boolean follow = follow(call.i32(1));
        String path = call.path(2);
        OptionalLong accessed = FileCalls.accessed(call, 4, 6);
        OptionalLong modified = FileCalls.modified(call, 5, 6);
        folder.directory().setTimes(path, follow, accessed, modified);
        return Errno.SUCCESS;
    }

    private static Errno change(Call call, long right, Change change) {
        FolderDescriptor folder = call.event().folder(call.i32(0), right);
        change.run(folder.directory(), call.path(1));
        return Errno.SUCCESS;
    }

    /** {@code lookupflags}. */
    static boolean follow(int flags) {
        if ((flags & ~SYMLINK_FOLLOW) != 0) {
            throw Errno.INVAL.exception();
        }
        return flags != 0;
    }

    private interface Change {
        void run(Directory directory, String path);
    }
}
