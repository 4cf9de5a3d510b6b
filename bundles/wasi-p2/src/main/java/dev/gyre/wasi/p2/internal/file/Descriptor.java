package dev.gyre.wasi.p2.internal.file;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.file.Directory;
import dev.gyre.wasi.backend.file.FileKind;
import dev.gyre.wasi.backend.file.FileStat;
import dev.gyre.wasi.backend.file.Node;
import dev.gyre.wasi.backend.file.OpenRequest;
import dev.gyre.wasi.backend.file.RegularFile;
import dev.gyre.wasi.backend.stream.DirectSink;
import dev.gyre.wasi.backend.stream.InputSource;
import dev.gyre.wasi.backend.stream.OutputSink;
import dev.gyre.wasi.p2.internal.file.FileTypes.Advice;
import dev.gyre.wasi.p2.internal.file.FileTypes.Chunk;
import dev.gyre.wasi.p2.internal.file.FileTypes.DescriptorFlag;
import dev.gyre.wasi.p2.internal.file.FileTypes.DescriptorStat;
import dev.gyre.wasi.p2.internal.file.FileTypes.DescriptorType;
import dev.gyre.wasi.p2.internal.file.FileTypes.MetadataHash;
import dev.gyre.wasi.p2.internal.file.FileTypes.NewTimestamp;
import dev.gyre.wasi.p2.internal.file.FileTypes.OpenFlag;
import dev.gyre.wasi.p2.internal.file.FileTypes.PathFlag;

/** The resource {@code descriptor}: an open file or folder of a mount. For the event's thread. */
public final class Descriptor implements AutoCloseable {
    private final OpenNodes nodes;
    private final Set<DescriptorFlag> flags;
    private final Supplier<Node> opening;
    private Optional<Node> node = Optional.empty();
    private boolean streamed;

    /** @param opening called when it is first used: a mount that no guest looks at is not opened */
    Descriptor(OpenNodes nodes, Set<DescriptorFlag> flags, Supplier<Node> opening) {
        this.nodes = nodes;
        this.flags = flags;
        this.opening = opening;
    }

    private Node node() {
        if (node.isEmpty()) {
            node = Optional.of(nodes.add(opening.get()));
        }
        return node.get();
    }

    private RegularFile file() throws FileFailure {
        if (FileFailure.call(this::node) instanceof RegularFile file) {
            return file;
        }
        throw FileFailure.of(WasiError.IS_DIRECTORY);
    }

    private Directory folder() throws FileFailure {
        if (FileFailure.call(this::node) instanceof Directory directory) {
            return directory;
        }
        throw FileFailure.of(WasiError.NOT_DIRECTORY);
    }

    private RegularFile streamed(DescriptorFlag needed) throws FileFailure {
        RegularFile file = file();
        require(needed);
        streamed = true;
        return file;
    }

    private void require(DescriptorFlag flag) throws FileFailure {
        if (!flags.contains(flag)) {
            throw FileFailure.of(flag == DescriptorFlag.MUTATE_DIRECTORY ? WasiError.READ_ONLY : WasiError.BAD_DESCRIPTOR);
        }
    }

    public InputSource readViaStream(long offset) throws FileFailure {
        checkOffset(offset);
        return new InputSource(new FileStreams.Input(streamed(DescriptorFlag.READ), offset));
    }

    public OutputSink writeViaStream(long offset) throws FileFailure {
        checkOffset(offset);
        return new DirectSink(new FileStreams.Output(streamed(DescriptorFlag.WRITE), OptionalLong.of(offset)));
    }

    public OutputSink appendViaStream() throws FileFailure {
        return new DirectSink(new FileStreams.Output(streamed(DescriptorFlag.WRITE), OptionalLong.empty()));
    }

    private static void checkOffset(long offset) throws FileFailure {
        if (offset < 0) {
            throw FileFailure.of(WasiError.INVALID);
        }
    }

    public void advise(long offset, long length, Advice advice) throws FileFailure {
        file();
        checkOffset(offset);
    }

    public void syncData() throws FileFailure {
        sync(false);
    }

    public void sync() throws FileFailure {
        sync(true);
    }

    private void sync(boolean all) throws FileFailure {
        if (FileFailure.call(this::node) instanceof RegularFile file) {
            FileFailure.run(() -> file.sync(all));
        }
    }

    public Set<DescriptorFlag> getFlags() {
        return flags;
    }

    public DescriptorType getType() throws FileFailure {
        return FileFailure.call(() -> node() instanceof Directory) ? DescriptorType.DIRECTORY : DescriptorType.REGULAR_FILE;
    }

    public void setSize(long size) throws FileFailure {
        RegularFile file = file();
        require(DescriptorFlag.WRITE);
        FileFailure.run(() -> file.setSize(size));
    }

    public void setTimes(NewTimestamp dataAccessTimestamp, NewTimestamp dataModificationTimestamp) throws FileFailure {
        long now = now();
        FileFailure.run(() -> node().setTimes(dataAccessTimestamp.nanos(now), dataModificationTimestamp.nanos(now)));
    }

    private static long now() {
        return System.currentTimeMillis() * 1_000_000;
    }

    public Chunk read(long length, long offset) throws FileFailure {
        RegularFile file = file();
        require(DescriptorFlag.READ);
        checkOffset(offset);
        byte[] bytes = new byte[length < 0 ? OutputSink.LARGEST : (int) Math.min(length, OutputSink.LARGEST)];
        int count = FileFailure.call(() -> file.read(ByteBuffer.wrap(bytes), offset));
        return new Chunk(Arrays.copyOf(bytes, count), count == 0 && bytes.length > 0);
    }

    public long write(byte[] buffer, long offset) throws FileFailure {
        RegularFile file = file();
        require(DescriptorFlag.WRITE);
        FileFailure.run(() -> file.write(ByteBuffer.wrap(buffer), offset));
        return buffer.length;
    }

    public EntryStream readDirectory() throws FileFailure {
        Directory folder = folder();
        return new EntryStream(FileFailure.call(folder::list));
    }

    public void createDirectoryAt(String path) throws FileFailure {
        Directory folder = changing();
        FileFailure.run(() -> folder.createDirectory(path));
    }

    private Directory changing() throws FileFailure {
        Directory folder = folder();
        require(DescriptorFlag.MUTATE_DIRECTORY);
        return folder;
    }

    public DescriptorStat stat() throws FileFailure {
        return DescriptorStat.of(FileFailure.call(() -> node().stat()));
    }

    public DescriptorStat statAt(Set<PathFlag> pathFlags, String path) throws FileFailure {
        return DescriptorStat.of(look(pathFlags, path));
    }

    private FileStat look(Set<PathFlag> pathFlags, String path) throws FileFailure {
        Directory folder = folder();
        return FileFailure.call(() -> folder.stat(path, follows(pathFlags)));
    }

    private static boolean follows(Set<PathFlag> pathFlags) {
        return pathFlags.contains(PathFlag.SYMLINK_FOLLOW);
    }

    public void setTimesAt(Set<PathFlag> pathFlags, String path, NewTimestamp dataAccessTimestamp, NewTimestamp dataModificationTimestamp)
            throws FileFailure {
        Directory folder = changing();
        long now = now();
        FileFailure.run(() -> folder.setTimes(path, follows(pathFlags), dataAccessTimestamp.nanos(now), dataModificationTimestamp.nanos(now)));
    }

    public void linkAt(Set<PathFlag> oldPathFlags, String oldPath, Descriptor newDescriptor, String newPath) throws FileFailure {
        Directory from = changing();
        Directory to = newDescriptor.changing();
        if (follows(oldPathFlags)) {
            throw FileFailure.of(WasiError.INVALID);
        }
        FileFailure.run(() -> from.createLink(oldPath, to, newPath));
    }

    public Descriptor openAt(Set<PathFlag> pathFlags, String path, Set<OpenFlag> openFlags, Set<DescriptorFlag> wanted) throws FileFailure {
        Directory folder = folder();
        boolean writes = wanted.contains(DescriptorFlag.WRITE);
        if (writes || wanted.contains(DescriptorFlag.MUTATE_DIRECTORY) || openFlags.contains(OpenFlag.CREATE) || openFlags.contains(OpenFlag.TRUNCATE)) {
            require(DescriptorFlag.MUTATE_DIRECTORY);
        }
        nodes.checkRoom();
        boolean reads = wanted.contains(DescriptorFlag.READ);
        Node opened = FileFailure.call(() -> folder.open(path, new OpenRequest(follows(pathFlags), openFlags.contains(OpenFlag.CREATE),
                openFlags.contains(OpenFlag.EXCLUSIVE), openFlags.contains(OpenFlag.TRUNCATE), openFlags.contains(OpenFlag.DIRECTORY), reads, writes,
                sync(wanted))));
        Descriptor made = new Descriptor(nodes, EnumSet.copyOf(granted(wanted, opened)), () -> opened);
        made.node();
        return made;
    }

    private Set<DescriptorFlag> granted(Set<DescriptorFlag> wanted, Node opened) {
        Set<DescriptorFlag> granted = EnumSet.noneOf(DescriptorFlag.class);
        granted.addAll(wanted);
        if (opened instanceof Directory && !flags.contains(DescriptorFlag.MUTATE_DIRECTORY)) {
            granted.remove(DescriptorFlag.MUTATE_DIRECTORY);
        }
        return granted;
    }

    private static OpenRequest.Sync sync(Set<DescriptorFlag> wanted) {
        if (wanted.contains(DescriptorFlag.FILE_INTEGRITY_SYNC)) {
            return OpenRequest.Sync.ALL;
        }
        return wanted.contains(DescriptorFlag.DATA_INTEGRITY_SYNC) || wanted.contains(DescriptorFlag.REQUESTED_WRITE_SYNC)
                ? OpenRequest.Sync.DATA : OpenRequest.Sync.NONE;
    }

    public String readlinkAt(String path) throws FileFailure {
        Directory folder = folder();
        return FileFailure.call(() -> folder.readSymbolicLink(path));
    }

    public void removeDirectoryAt(String path) throws FileFailure {
        Directory folder = changing();
        FileFailure.run(() -> folder.removeDirectory(path));
    }

    public void renameAt(String oldPath, Descriptor newDescriptor, String newPath) throws FileFailure {
        Directory from = changing();
        Directory to = newDescriptor.changing();
        FileFailure.run(() -> from.rename(oldPath, to, newPath));
    }

    public void symlinkAt(String oldPath, String newPath) throws FileFailure {
        Directory folder = changing();
        FileFailure.run(() -> folder.createSymbolicLink(oldPath, newPath));
    }

    public void unlinkFileAt(String path) throws FileFailure {
        Directory folder = changing();
        FileFailure.run(() -> folder.unlinkFile(path));
    }

    public boolean isSameObject(Descriptor other) {
        FileStat mine = node().stat();
        return mine.inode() == other.node().stat().inode() && (mine.kind() == FileKind.DIRECTORY || node().getClass() == other.node().getClass());
    }

    public MetadataHash metadataHash() throws FileFailure {
        return MetadataHash.of(FileFailure.call(() -> node().stat()));
    }

    public MetadataHash metadataHashAt(Set<PathFlag> pathFlags, String path) throws FileFailure {
        return MetadataHash.of(look(pathFlags, path));
    }

    @Override
    public void close() {
        node.ifPresent(n -> nodes.close(n, streamed));
    }
}
