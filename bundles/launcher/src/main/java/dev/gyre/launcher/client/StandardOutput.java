package dev.gyre.launcher.client;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** Tells a reader that is gone, as of {@code gyre app list | head}, from what else may go wrong. For one thread. */
final class StandardOutput extends FileOutputStream {
    /** Nobody reads any more. */
    static final class Unread extends IOException {
        private static final long serialVersionUID = 1L;

        Unread(IOException cause) {
            super(cause);
        }
    }

    StandardOutput() {
        super(FileDescriptor.out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            super.write(bytes, offset, length);
        } catch (IOException e) {
            throw "Broken pipe".equals(e.getMessage()) ? new Unread(e) : e;
        }
    }
}
