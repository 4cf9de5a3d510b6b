package dev.gyre.wasi.p2.internal.file;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

import dev.gyre.wasi.backend.file.RegularFile;

/** A file's content as streams. They keep the file open, whatever becomes of the descriptor they were made with. */
final class FileStreams {
    private FileStreams() {
    }

    /** Reads from a position on. */
    static final class Input extends InputStream {
        private final RegularFile file;
        private long position;

        Input(RegularFile file, long position) {
            this.file = file;
            this.position = position;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int count = file.read(ByteBuffer.wrap(target, offset, length), position);
            position += count;
            return count == 0 ? -1 : count;
        }

        @Override
        public int available() {
            return Math.clamp(file.size() - position, 0, Integer.MAX_VALUE);
        }
    }

    /** Writes from a position on, or at the end when there is none. */
    static final class Output extends OutputStream {
        private final RegularFile file;
        private OptionalLong position;

        Output(RegularFile file, OptionalLong position) {
            this.file = file;
            this.position = position;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            ByteBuffer bytes = ByteBuffer.wrap(source, offset, length);
            if (position.isPresent()) {
                file.write(bytes, position.getAsLong());
                position = OptionalLong.of(position.getAsLong() + length);
            } else {
                file.append(bytes);
            }
        }
    }
}
