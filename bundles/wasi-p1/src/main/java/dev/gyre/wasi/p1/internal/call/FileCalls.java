package dev.gyre.wasi.p1.internal.call;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

import dev.gyre.wasi.backend.EventClocks;
import dev.gyre.wasi.backend.file.DirectoryListing;
import dev.gyre.wasi.backend.file.FileKind;
import dev.gyre.wasi.backend.file.FileStat;
import dev.gyre.wasi.p1.internal.abi.Abi;
import dev.gyre.wasi.p1.internal.abi.Abi.Whence;
import dev.gyre.wasi.p1.internal.abi.Errno;
import dev.gyre.wasi.p1.internal.abi.Rights;
import dev.gyre.wasi.p1.internal.fd.Descriptor;
import dev.gyre.wasi.p1.internal.fd.FileDescriptor;
import dev.gyre.wasi.p1.internal.fd.FolderDescriptor;
import dev.gyre.wasi.p1.internal.fd.InputDescriptor;
import dev.gyre.wasi.p1.internal.fd.OutputDescriptor;

/** What works on open files and folders. */
final class FileCalls {
    private static final int LAST_ADVICE = 5;
    private static final int ATIM = 1;
    private static final int ATIM_NOW = 2;
    private static final int MTIM = 4;
    private static final int MTIM_NOW = 8;

    private FileCalls() {
    }

    static void register(FunctionTable table) {
        Abi abi = table.abi();
        table.add("fd_pread", "iiili", FileCalls::read);
        table.add("fd_pwrite", "iiili", FileCalls::write);
        table.add("fd_seek", "ilii", call -> seek(call, abi));
        table.add("fd_tell", "ii", FileCalls::tell);
        table.add("fd_advise", "illi", FileCalls::advise);
        table.add("fd_allocate", "ill", FileCalls::allocate);
        table.add("fd_filestat_get", "ii", call -> stat(call, abi));
        table.add("fd_filestat_set_size", "il", FileCalls::setSize);
        table.add("fd_filestat_set_times", "illi", FileCalls::setTimes);
        table.add("fd_readdir", "iiili", FileCalls::list);
    }

    private static Errno read(Call call) {
        FileDescriptor file = call.event().file(call.i32(0));
        Buffers buffers = call.buffers(1);
        int result = call.place(4, 4);
        file.require(Rights.FD_READ | Rights.FD_SEEK);
        call.memory().writeInt(result, buffers.fill(call.event(), new Buffers.Source() {
            private long position = call.i64(3);

            @Override
            public int read(byte[] target, int offset, int length) {
                int read = file.file().read(ByteBuffer.wrap(target, offset, length), position);
                position += read;
                return read;
            }
        }, false));
        return Errno.SUCCESS;
    }

    private static Errno write(Call call) {
        FileDescriptor file = call.event().file(call.i32(0));
        Buffers buffers = call.buffers(1);
        int result = call.place(4, 4);
        file.require(Rights.FD_WRITE | Rights.FD_SEEK);
        call.memory().writeInt(result, buffers.drain(call.event(), new Buffers.Sink() {
            private long position = call.i64(3);

            @Override
            public void write(byte[] source, int offset, int length) {
                file.file().write(ByteBuffer.wrap(source, offset, length), position);
                position += length;
            }
        }));
        return Errno.SUCCESS;
    }

    private static Errno seek(Call call, Abi abi) {
        FileDescriptor file = call.event().file(call.i32(0));
        long offset = call.i64(1);
        Whence whence = abi.whence(call.i32(2));
        int result = call.place(3, 8);
        if (offset == 0 && whence == Whence.CURRENT) {
            requireTell(file);
        } else {
            file.require(Rights.FD_SEEK);
        }
        call.memory().writeLong(result, file.seek(offset, whence));
        return Errno.SUCCESS;
    }

    private static Errno tell(Call call) {
        FileDescriptor file = call.event().file(call.i32(0));
        int result = call.place(1, 8);
        requireTell(file);
        call.memory().writeLong(result, file.position());
        return Errno.SUCCESS;
    }

    /** Who may seek may tell. */
    private static void requireTell(FileDescriptor file) {
        if ((file.rights() & Rights.FD_SEEK) == 0) {
            file.require(Rights.FD_TELL);
        }
    }

    /** There is nothing to be done about advice but to understand it. */
    private static Errno advise(Call call) {
        FileDescriptor file = call.event().file(call.i32(0));
        file.require(Rights.FD_ADVISE);
        boolean valid = call.i64(1) >= 0 && call.i64(2) >= 0 && Integer.compareUnsigned(call.i32(3), LAST_ADVICE) <= 0;
        return valid ? Errno.SUCCESS : Errno.INVAL;
    }

    private static Errno allocate(Call call) {
        FileDescriptor file = call.event().file(call.i32(0));
        file.require(Rights.FD_ALLOCATE);
        file.file().allocate(call.i64(1), call.i64(2));
        return Errno.SUCCESS;
    }

    private static Errno stat(Call call, Abi abi) {
        Descriptor descriptor = call.event().descriptors().get(call.i32(0));
        int result = call.place(1, abi.filestatBytes());
        descriptor.require(Rights.FD_FILESTAT_GET);
        call.memory().write(result, abi.filestat(switch (descriptor) {
            case FileDescriptor file -> file.file().stat();
            case FolderDescriptor folder -> folder.directory().stat();
            case InputDescriptor _, OutputDescriptor _ -> new FileStat(FileKind.OTHER, 0, 0, 0, 0, 0, 0);
        }));
        return Errno.SUCCESS;
    }

    private static Errno setSize(Call call) {
        FileDescriptor file = call.event().file(call.i32(0));
        file.require(Rights.FD_FILESTAT_SET_SIZE);
        file.file().setSize(call.i64(1));
        return Errno.SUCCESS;
    }

    private static Errno setTimes(Call call) {
        Descriptor descriptor = call.event().descriptors().get(call.i32(0));
        OptionalLong accessed = accessed(call, 1, 3);
        OptionalLong modified = modified(call, 2, 3);
        descriptor.require(Rights.FD_FILESTAT_SET_TIMES);
        switch (descriptor) {
            case FileDescriptor file -> file.file().setTimes(accessed, modified);
            case FolderDescriptor folder -> folder.directory().setTimes(accessed, modified);
            case InputDescriptor _, OutputDescriptor _ -> throw Errno.BADF.exception();
        }
        return Errno.SUCCESS;
    }

    /** The new access time, from a time and {@code fstflags}. */
    static OptionalLong accessed(Call call, int time, int flags) {
        return time(call, call.i64(time), call.i32(flags), ATIM, ATIM_NOW);
    }

    /** The new time of modification. */
    static OptionalLong modified(Call call, int time, int flags) {
        return time(call, call.i64(time), call.i32(flags), MTIM, MTIM_NOW);
    }

    private static OptionalLong time(Call call, long time, int flags, int set, int now) {
        boolean both = (flags & set) != 0 && (flags & now) != 0;
        if ((flags & ~(ATIM | ATIM_NOW | MTIM | MTIM_NOW)) != 0 || both || (flags & set) != 0 && time < 0) {
            throw Errno.INVAL.exception();
        }
        if ((flags & now) != 0) {
            EventClocks clocks = call.event().clocks();
            return OptionalLong.of(clocks.realtime());
        }
        return (flags & set) != 0 ? OptionalLong.of(time) : OptionalLong.empty();
    }

    /** As many entries as fit, the last one cut off: a full buffer tells the guest that there is more. */
    private static Errno list(Call call) {
        FolderDescriptor folder = call.event().folder(call.i32(0), Rights.FD_READDIR);
        int length = call.i32(2);
        int buffer = call.place(1, length);
        long cookie = call.i64(3);
        int result = call.place(4, 4);
        DirectoryListing listing = folder.listing(cookie);
        long room = Integer.toUnsignedLong(length);
        long used = 0;
        for (long i = cookie; i >= 0 && i < listing.size() && used < room; i++) {
            byte[] entry = Entries.encode(listing.get((int) i), i + 1);
            int part = (int) Math.min(entry.length, room - used);
            call.memory().write(buffer + (int) used, entry, 0, part);
            used += part;
        }
        call.memory().writeInt(result, (int) used);
        return Errno.SUCCESS;
    }
}
