package dev.gyre.wasi.p2.internal.rc;

import java.util.Optional;
import java.util.Set;

import dev.gyre.api.host.WitResource;
import dev.gyre.wasi.p2.internal.file.Descriptor;
import dev.gyre.wasi.p2.internal.file.EntryStream;
import dev.gyre.wasi.p2.internal.file.FileError;
import dev.gyre.wasi.p2.internal.file.FileFailure;
import dev.gyre.wasi.p2.internal.file.FileTypes.DescriptorFlag;
import dev.gyre.wasi.p2.internal.file.FileTypes.OpenFlag;
import dev.gyre.wasi.p2.internal.file.FileTypes.PathFlag;
import dev.gyre.wasi.p2.internal.file.Filesystem;
import dev.gyre.wasi.p2.internal.io.IoError;

/** {@code wasi:filesystem/types@0.2.0-rc-2023-10-18}: with permissions and locks, which no host of that time supported either. */
@WitResource(name = "descriptor", type = Descriptor.class)
@WitResource(name = "directory-entry-stream", type = EntryStream.class)
public final class Filesystem1018 {
    /** {@code modes}. */
    public enum Mode {
        READABLE, WRITABLE, EXECUTABLE
    }

    /** {@code access-type}. */
    public sealed interface AccessType {
        /** In these ways. */
        record Access(Set<Mode> modes) implements AccessType { }

        /** Whether it is there. */
        record Exists() implements AccessType { }
    }

    public Optional<FileError> filesystemErrorCode(IoError err) {
        return new Filesystem().filesystemErrorCode(err);
    }

    public Descriptor descriptorOpenAt(Descriptor self, Set<PathFlag> pathFlags, String path, Set<OpenFlag> openFlags, Set<DescriptorFlag> flags,
            Set<Mode> modes) throws FileFailure {
        return self.openAt(pathFlags, path, openFlags, flags);
    }

    /** Fails when it is not there; what is there may be read, and written where its mount may. */
    public void descriptorAccessAt(Descriptor self, Set<PathFlag> pathFlags, String path, AccessType type) throws FileFailure {
        self.statAt(pathFlags, path);
        if (type instanceof AccessType.Access(Set<Mode> modes) && modes.contains(Mode.WRITABLE)
                && !self.getFlags().contains(DescriptorFlag.MUTATE_DIRECTORY)) {
            throw new FileFailure(FileError.READ_ONLY);
        }
    }

    public void descriptorChangeFilePermissionsAt(Descriptor self, Set<PathFlag> pathFlags, String path, Set<Mode> modes) throws FileFailure {
        throw unsupported();
    }

    public void descriptorChangeDirectoryPermissionsAt(Descriptor self, Set<PathFlag> pathFlags, String path, Set<Mode> modes) throws FileFailure {
        throw unsupported();
    }

    public void descriptorLockShared(Descriptor self) throws FileFailure {
        throw unsupported();
    }

    public void descriptorLockExclusive(Descriptor self) throws FileFailure {
        throw unsupported();
    }

    public void descriptorTryLockShared(Descriptor self) throws FileFailure {
        throw unsupported();
    }

    public void descriptorTryLockExclusive(Descriptor self) throws FileFailure {
        throw unsupported();
    }

    public void descriptorUnlock(Descriptor self) throws FileFailure {
        throw unsupported();
    }

    private static FileFailure unsupported() {
        return new FileFailure(FileError.UNSUPPORTED);
    }
}
