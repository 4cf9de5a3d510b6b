package dev.gyre.runtime.internal.logs;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What one event writes to one of its component's logs: held back until the event ends or much has gathered, and then written
 * in whole lines, so that events do not get mixed up within a line. Beyond the limit output is counted and dropped, not
 * refused: a guest must not fail because it talks too much. For the event's thread.
 */
final class EventOutput extends OutputStream {
    private static final int FIRST = 256;
    private static final int GATHER = 64 << 10;

    private final List<LogSink> sinks;
    private final long limit;
    private byte[] buffer = new byte[FIRST];
    private int gathered;
    private long taken;
    private long dropped;
    private boolean wholeLines = true;

    EventOutput(List<LogSink> sinks, long limit) {
        this.sinks = sinks;
        this.limit = limit;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int take = (int) Math.min(length, limit - taken);
        taken += take;
        dropped += length - take;
        int from = offset;
        int left = take;
        while (left > 0) {
            int part = Math.min(left, GATHER - gathered);
            reserve(gathered + part);
            System.arraycopy(bytes, from, buffer, gathered, part);
            gathered += part;
            from += part;
            left -= part;
            if (gathered == GATHER) {
                writeLines();
            }
        }
    }

    private void reserve(int size) {
        if (size > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(GATHER, Math.max(size, 2 * buffer.length)));
        }
    }

    /** Writes up to the last line's end; a line longer than the buffer goes out in parts. */
    private void writeLines() {
        int end = gathered;
        while (end > 0 && buffer[end - 1] != '\n') {
            end--;
        }
        int part = end == 0 ? gathered : end;
        emit(buffer, part);
        System.arraycopy(buffer, part, buffer, 0, gathered - part);
        gathered -= part;
    }

    private void emit(byte[] bytes, int length) {
        sinks.forEach(sink -> sink.write(bytes, 0, length));
        wholeLines = bytes[length - 1] == '\n';
    }

    /** Writes what is left and says what was dropped. The last thing to call. */
    void finish() {
        if (gathered > 0) {
            if (buffer[gathered - 1] != '\n') {
                reserve(gathered + 1);
                buffer[gathered++] = '\n';
            }
            emit(buffer, gathered);
            gathered = 0;
        } else if (!wholeLines) {
            emit(new byte[] {'\n'}, 1);
        }
        if (dropped > 0) {
            byte[] notice = ("[gyre] " + dropped + " more bytes of this event were dropped: the limit is " + limit + " (log-bytes)\n")
                    .getBytes(StandardCharsets.UTF_8);
            emit(notice, notice.length);
        }
    }
}
