package dev.gyre.wasi.p1.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.app.Mount;
import dev.gyre.api.host.HostContext;
import dev.gyre.wasi.backend.DescriptorTable;
import dev.gyre.wasi.backend.EventClocks;
import dev.gyre.wasi.backend.Randomness;
import dev.gyre.wasi.p1.internal.abi.Errno;
import dev.gyre.wasi.p1.internal.fd.Descriptor;
import dev.gyre.wasi.p1.internal.fd.FileDescriptor;
import dev.gyre.wasi.p1.internal.fd.FolderDescriptor;
import dev.gyre.wasi.p1.internal.fd.InputDescriptor;
import dev.gyre.wasi.p1.internal.fd.OutputDescriptor;

/** What one event has of WASI: descriptors, clocks, arguments. For the event's thread. */
public final class WasiEvent implements AutoCloseable {
    /** The most that is moved between guest and host at once. */
    public static final int CHUNK = 64 << 10;

    private final HostContext context;
    private final Randomness randomness;
    private final EventClocks clocks = new EventClocks();
    private final DescriptorTable<Descriptor> descriptors = new DescriptorTable<>(DescriptorTable.DEFAULT_LIMIT, Descriptor::close);
    private byte[] scratch = {};
    private Optional<List<byte[]>> arguments = Optional.empty();
    private Optional<List<byte[]>> environment = Optional.empty();

    WasiEvent(HostContext context, Randomness randomness) {
        this.context = context;
        this.randomness = randomness;
        descriptors.add(new InputDescriptor(context));
        descriptors.add(new OutputDescriptor(context.stdout()));
        descriptors.add(new OutputDescriptor(context.stderr()));
        for (Mount mount : context.component().component().mounts()) {
            descriptors.add(new FolderDescriptor(mount));
        }
    }

    public DescriptorTable<Descriptor> descriptors() {
        return descriptors;
    }

    /** A file. */
    public FileDescriptor file(int fd) {
        return switch (descriptors.get(fd)) {
            case FileDescriptor file -> file;
            case FolderDescriptor _ -> throw Errno.ISDIR.exception();
            case InputDescriptor _, OutputDescriptor _ -> throw Errno.SPIPE.exception();
        };
    }

    /** A folder that gives these rights. */
    public FolderDescriptor folder(int fd, long rights) {
        if (!(descriptors.get(fd) instanceof FolderDescriptor folder)) {
            throw Errno.NOTDIR.exception();
        }
        folder.require(rights);
        return folder;
    }

    public EventClocks clocks() {
        return clocks;
    }

    public Randomness randomness() {
        return randomness;
    }

    /** As in {@link HostContext#remainingNanos()}. */
    public long remainingNanos() {
        return context.remainingNanos();
    }

    /** Room for moving up to {@link #CHUNK} bytes; its content is anyone's. */
    public byte[] scratch(long wanted) {
        int size = (int) Math.min(wanted, CHUNK);
        if (scratch.length < size) {
            scratch = new byte[Math.max(size, Math.min(2 * scratch.length, CHUNK))];
        }
        return scratch;
    }

    /** The arguments, each with its terminating zero. */
    public List<byte[]> arguments() {
        if (arguments.isEmpty()) {
            arguments = Optional.of(context.arguments().stream().filter(WasiEvent::whole).map(WasiEvent::terminated).toList());
        }
        return arguments.get();
    }

    /** The environment as {@code name=value}, each with its terminating zero; what would read as something else is left out. */
    public List<byte[]> environment() {
        if (environment.isEmpty()) {
            environment = Optional.of(context.environment().entrySet().stream()
                    .filter(e -> !e.getKey().isEmpty() && e.getKey().indexOf('=') < 0 && whole(e.getKey()) && whole(e.getValue()))
                    .map(e -> terminated(e.getKey() + "=" + e.getValue())).toList());
        }
        return environment.get();
    }

    @Override
    public void close() {
        descriptors.close();
    }

    private static boolean whole(String text) {
        return text.indexOf('\0') < 0;
    }

    private static byte[] terminated(String text) {
        return (text + '\0').getBytes(StandardCharsets.UTF_8);
    }
}
