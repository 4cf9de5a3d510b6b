package dev.gyre.sqlite.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import com.dylibso.chicory.runtime.Memory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What SQLite's file layer for POSIX systems calls, over {@link DatabaseFiles}: the functions of {@code wasi_snapshot_preview1} that it uses
 * with one folder, opened beforehand, which holds the database and its journal. A database in memory has none. For the database's thread.
 */
final class FileImports {
    static final String FOLDER = "/db";
    private static final Logger LOG = LoggerFactory.getLogger(FileImports.class);
    private static final int FOLDER_FD = 3;
    private static final int OPEN_CREATE = 1;
    private static final int OPEN_DIRECTORY = 2;
    private static final int TYPE_DIRECTORY = 3;
    private static final int TYPE_FILE = 4;

    private final Optional<DatabaseFiles> files;
    private final Map<Integer, Open> open = new HashMap<>();
    private final RandomGenerator random = new java.security.SecureRandom();
    private int next = FOLDER_FD + 1;

    /** @param file nothing for the folder */
    private record Open(String name, Optional<DiskFile> file) {
    }

    FileImports(Optional<DatabaseFiles> files) {
        this.files = files;
    }

    /** Answers a call by its name. */
    long call(String name, Memory memory, long[] a) {
        try {
            return switch (name) {
                case "clock_time_get" -> {
                    memory.writeLong((int) a[2], System.currentTimeMillis() * 1_000_000);
                    yield Errno.OK;
                }
                case "random_get" -> {
                    byte[] bytes = new byte[(int) a[1]];
                    random.nextBytes(bytes);
                    memory.write((int) a[0], bytes);
                    yield Errno.OK;
                }
                case "args_sizes_get", "environ_sizes_get" -> {
                    memory.writeI32((int) a[0], 0);
                    memory.writeI32((int) a[1], 0);
                    yield Errno.OK;
                }
                case "args_get", "environ_get", "poll_oneoff", "sched_yield", "fd_fdstat_set_flags", "fd_advise" -> Errno.OK;
                case "fd_prestat_get" -> prestat(memory, (int) a[0], (int) a[1]);
                case "fd_prestat_dir_name" -> {
                    memory.writeString((int) a[1], FOLDER);
                    yield Errno.OK;
                }
                case "fd_fdstat_get" -> fdstat(memory, (int) a[0], (int) a[1]);
                case "path_open" -> open(memory, text(memory, a[2], a[3]), (int) a[4], (int) a[8]);
                case "path_filestat_get" -> stat(memory, text(memory, a[2], a[3]), (int) a[4]);
                case "path_unlink_file" -> files.isPresent() && files.get().delete(text(memory, a[1], a[2])) ? Errno.OK : Errno.NO_ENTRY;
                case "path_readlink" -> Errno.INVALID;
                default -> onFile(name, memory, a);
            };
        } catch (IOException e) {
            LOG.warn("SQLite: {} failed: {}", name, e.toString());
            return String.valueOf(e.getMessage()).contains("No space left") ? Errno.NO_SPACE : Errno.IO;
        }
    }

    private static String text(Memory memory, long at, long length) {
        return memory.readString((int) at, (int) length);
    }

    private long prestat(Memory memory, int fd, int at) {
        if (fd != FOLDER_FD || files.isEmpty()) {
            return Errno.BAD_FILE;
        }
        memory.writeI32(at, 0);
        memory.writeI32(at + 4, FOLDER.length());
        return Errno.OK;
    }

    private long fdstat(Memory memory, int fd, int at) {
        boolean folder = fd == FOLDER_FD || open.containsKey(fd) && open.get(fd).file().isEmpty();
        if (!folder && !open.containsKey(fd)) {
            return Errno.BAD_FILE;
        }
        memory.writeLong(at, folder ? TYPE_DIRECTORY : TYPE_FILE);
        memory.writeLong(at + 8, -1L);
        memory.writeLong(at + 16, -1L);
        return Errno.OK;
    }

    private long open(Memory memory, String name, int how, int at) throws IOException {
        if (files.isEmpty()) {
            return Errno.NO_ENTRY;
        }
        boolean folder = (how & OPEN_DIRECTORY) != 0 || name.isEmpty() || name.equals(".");
        Optional<DiskFile> file = folder ? Optional.empty() : files.get().open(name, (how & OPEN_CREATE) != 0);
        if (!folder && file.isEmpty()) {
            return (how & OPEN_CREATE) != 0 ? Errno.ACCESS : Errno.NO_ENTRY;
        }
        open.put(next, new Open(name, file));
        memory.writeI32(at, next++);
        return Errno.OK;
    }

    private long stat(Memory memory, String name, int at) throws IOException {
        if (files.isEmpty() || !name.isEmpty() && !name.equals(".") && !files.get().exists(name)) {
            return Errno.NO_ENTRY;
        }
        boolean folder = name.isEmpty() || name.equals(".");
        writeStat(memory, at, folder ? 1000 : files.get().identity(name), folder ? TYPE_DIRECTORY : TYPE_FILE, folder ? 0 : files.get().size(name));
        return Errno.OK;
    }

    private static void writeStat(Memory memory, int at, long identity, int type, long size) {
        memory.write(at, new byte[64], 0, 64);
        memory.writeLong(at, 1);
        memory.writeLong(at + 8, identity);
        memory.writeByte(at + 16, (byte) type);
        memory.writeLong(at + 24, 1);
        memory.writeLong(at + 32, size);
    }

    private long onFile(String name, Memory memory, long[] a) throws IOException {
        int fd = a.length == 0 ? -1 : (int) a[0];
        if (fd == 1 || fd == 2) {
            return name.equals("fd_write") ? discard(memory, a) : Errno.BAD_FILE;
        }
        Open opened = open.get(fd);
        if (opened == null) {
            return name.startsWith("fd_") ? Errno.BAD_FILE : Errno.NOT_SUPPORTED;
        }
        if (name.equals("fd_close")) {
            open.remove(fd);
            if (opened.file().isPresent()) {
                files.orElseThrow().close(opened.file().get());
            }
            return Errno.OK;
        }
        if (opened.file().isEmpty()) {
            if (name.equals("fd_sync") || name.equals("fd_datasync")) {
                files.orElseThrow().syncFolder();
                return Errno.OK;
            }
            return Errno.BAD_FILE;
        }
        DiskFile file = opened.file().get();
        switch (name) {
            case "fd_read" -> file.position(file.position() + transfer(file, memory, a, file.position(), (int) a[3], false));
            case "fd_write" -> file.position(file.position() + transfer(file, memory, a, file.position(), (int) a[3], true));
            case "fd_pread" -> transfer(file, memory, a, a[3], (int) a[4], false);
            case "fd_pwrite" -> transfer(file, memory, a, a[3], (int) a[4], true);
            case "fd_seek" -> {
                file.position((a[2] == 0 ? 0 : a[2] == 1 ? file.position() : file.size()) + a[1]);
                memory.writeLong((int) a[3], file.position());
            }
            case "fd_filestat_get" -> writeStat(memory, (int) a[1], files.orElseThrow().identity(opened.name()), TYPE_FILE, file.size());
            case "fd_filestat_set_size" -> file.truncate(a[1]);
            case "fd_sync", "fd_datasync" -> file.sync();
            default -> {
                return Errno.NOT_SUPPORTED;
            }
        }
        return Errno.OK;
    }

    /** Reads or writes what an array of ranges of memory says, and tells how much it was. */
    private static int transfer(DiskFile file, Memory memory, long[] a, long from, int resultAt, boolean write) throws IOException {
        int done = 0;
        for (int i = 0; i < a[2]; i++) {
            int at = memory.readInt((int) a[1] + 8 * i);
            int length = memory.readInt((int) a[1] + 8 * i + 4);
            int count;
            if (write) {
                file.write(from + done, memory.readBytes(at, length), length);
                count = length;
            } else {
                byte[] bytes = new byte[length];
                count = file.read(from + done, bytes, length);
                memory.write(at, bytes, 0, count);
            }
            done += count;
            if (count < length) {
                break;
            }
        }
        memory.writeI32(resultAt, done);
        return done;
    }

    private static long discard(Memory memory, long[] a) {
        int length = 0;
        for (int i = 0; i < a[2]; i++) {
            length += memory.readInt((int) a[1] + 8 * i + 4);
        }
        memory.writeI32((int) a[3], length);
        return Errno.OK;
    }
}
