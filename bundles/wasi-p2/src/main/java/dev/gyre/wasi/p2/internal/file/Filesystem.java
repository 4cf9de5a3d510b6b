package dev.gyre.wasi.p2.internal.file;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.app.Mount;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.WitResource;
import dev.gyre.wasi.backend.file.Directory;
import dev.gyre.wasi.p2.internal.file.FileTypes.DescriptorFlag;
import dev.gyre.wasi.p2.internal.file.FileTypes.Preopen;
import dev.gyre.wasi.p2.internal.io.IoError;

/** {@code wasi:filesystem/types}. For the event's thread. */
@WitResource(name = "descriptor", type = Descriptor.class)
@WitResource(name = "directory-entry-stream", type = EntryStream.class)
public final class Filesystem {
    /** What failed in a file's stream. */
    public Optional<FileError> filesystemErrorCode(IoError err) {
        return err.cause().map(FileError::of);
    }

    /** {@code wasi:filesystem/preopens}: the component's mounts. For the event's thread. */
    public static final class Preopens implements AutoCloseable {
        private final List<Mount> mounts;
        private final OpenNodes nodes = new OpenNodes();

        public Preopens(HostContext event) {
            this.mounts = event.component().component().mounts();
        }

        public List<Preopen> getDirectories() {
            return mounts.stream().map(m -> new Preopen(new Descriptor(nodes, flags(m), () -> Directory.open(m)), m.guest())).toList();
        }

        private static Set<DescriptorFlag> flags(Mount mount) {
            return mount.writable() ? EnumSet.of(DescriptorFlag.READ, DescriptorFlag.MUTATE_DIRECTORY) : EnumSet.of(DescriptorFlag.READ);
        }

        @Override
        public void close() {
            nodes.close();
        }
    }
}
