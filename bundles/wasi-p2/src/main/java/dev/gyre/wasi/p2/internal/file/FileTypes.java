package dev.gyre.wasi.p2.internal.file;

import java.util.Optional;
import java.util.OptionalLong;

import dev.gyre.wasi.backend.file.FileKind;
import dev.gyre.wasi.backend.file.FileStat;
import dev.gyre.wasi.p2.internal.clock.Wall.Datetime;

/** Value types of {@code wasi:filesystem/types}. */
public final class FileTypes {
    private FileTypes() {
    }

    /** {@code descriptor-type}. */
    public enum DescriptorType {
        UNKNOWN, BLOCK_DEVICE, CHARACTER_DEVICE, DIRECTORY, FIFO, SYMBOLIC_LINK, REGULAR_FILE, SOCKET;

        static DescriptorType of(FileKind kind) {
            return switch (kind) {
                case REGULAR_FILE -> REGULAR_FILE;
                case DIRECTORY -> DIRECTORY;
                case SYMBOLIC_LINK -> SYMBOLIC_LINK;
                case OTHER -> UNKNOWN;
            };
        }
    }

    /** {@code descriptor-flags}. */
    public enum DescriptorFlag {
        READ, WRITE, FILE_INTEGRITY_SYNC, DATA_INTEGRITY_SYNC, REQUESTED_WRITE_SYNC, MUTATE_DIRECTORY
    }

    /** {@code path-flags}. */
    public enum PathFlag {
        SYMLINK_FOLLOW
    }

    /** {@code open-flags}. */
    public enum OpenFlag {
        CREATE, DIRECTORY, EXCLUSIVE, TRUNCATE
    }

    /** {@code advice}. */
    public enum Advice {
        NORMAL, SEQUENTIAL, RANDOM, WILL_NEED, DONT_NEED, NO_REUSE
    }

    /** {@code descriptor-stat}. */
    public record DescriptorStat(DescriptorType type, long linkCount, long size, Optional<Datetime> dataAccessTimestamp,
            Optional<Datetime> dataModificationTimestamp, Optional<Datetime> statusChangeTimestamp) {
        static DescriptorStat of(FileStat stat) {
            return new DescriptorStat(DescriptorType.of(stat.kind()), stat.links(), stat.size(), Optional.of(Datetime.of(stat.accessed())),
                    Optional.of(Datetime.of(stat.modified())), Optional.of(Datetime.of(stat.changed())));
        }
    }

    /** {@code metadata-hash-value}. */
    public record MetadataHash(long lower, long upper) {
        private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

        /** Of what makes a file this file and no other, and of what changes when its content does. */
        static MetadataHash of(FileStat stat) {
            return new MetadataHash(stat.inode(), (stat.modified() ^ stat.size() * MIX) * MIX);
        }
    }

    /** {@code directory-entry}. */
    public record Entry(DescriptorType type, String name) {
    }

    /** What {@code read} gives: a {@code tuple<list<u8>, bool>}. */
    public record Chunk(byte[] bytes, boolean end) {
    }

    /** What {@code get-directories} gives: a {@code tuple<descriptor, string>}. */
    public record Preopen(Descriptor descriptor, String path) {
    }

    /** {@code new-timestamp}. */
    public sealed interface NewTimestamp {
        /** Leave it. */
        record NoChange() implements NewTimestamp { }

        /** The host's time. */
        record Now() implements NewTimestamp { }

        /** This time. */
        record Timestamp(Datetime time) implements NewTimestamp { }

        /** @param now nanoseconds since 1970-01-01T00:00:00Z */
        default OptionalLong nanos(long now) {
            return switch (this) {
                case NoChange() -> OptionalLong.empty();
                case Now() -> OptionalLong.of(now);
                case Timestamp(var time) -> OptionalLong.of(time.nanos());
            };
        }
    }
}
