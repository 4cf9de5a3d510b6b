package dev.gyre.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.engine.HeapBudget;

class ReplyReaderTest {
    private final HeapBudget budget = new HeapBudget(1 << 20);

    /** A channel that gives so many bytes at a time. */
    private static ReadableByteChannel channel(byte[] all, int piece) {
        ByteBuffer rest = ByteBuffer.wrap(all);
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer target) {
                int count = Math.min(Math.min(piece, rest.remaining()), target.remaining());
                if (count == 0) {
                    return -1;
                }
                target.put(rest.slice(rest.position(), count));
                rest.position(rest.position() + count);
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                throw new UnsupportedOperationException();
            }
        };
    }

    private ReplyReader reader(String bytes, int piece) {
        return new ReplyReader(channel(bytes.getBytes(StandardCharsets.UTF_8), piece), new RedisConnection.Limits(1 << 16, budget));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1 << 20})
    void allKindsAreReadHoweverTheyArrive(int piece) throws IOException {
        ReplyReader reader = reader("+OK\r\n-ERR no\r\n:-42\r\n$5\r\na\r\nbc\r\n$-1\r\n$0\r\n\r\n*-1\r\n*0\r\n*3\r\n:1\r\n*1\r\n+x\r\n$-1\r\n+é\r\n", piece);
        assertEquals(new Reply.Status("OK"), reader.read());
        assertEquals(new Reply.Failure("ERR no"), reader.read());
        assertEquals(new Reply.Number(-42), reader.read());
        assertArrayEquals("a\r\nbc".getBytes(StandardCharsets.US_ASCII), assertInstanceOf(Reply.Bytes.class, reader.read()).content());
        assertEquals(new Reply.Nil(), reader.read());
        assertEquals(0, assertInstanceOf(Reply.Bytes.class, reader.read()).content().length);
        assertEquals(new Reply.Nil(), reader.read());
        assertEquals(new Reply.Items(List.of()), reader.read());
        assertEquals(new Reply.Items(List.of(new Reply.Number(1), new Reply.Items(List.of(new Reply.Status("x"))), new Reply.Nil())), reader.read());
        assertEquals(new Reply.Status("é"), reader.read());
        assertThrows(EOFException.class, reader::read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n", "220 mail.example\r\n", "%1\r\n+a\r\n+b\r\n", "_\r\n", "\u0000", "$x\r\n", "$-2\r\n", "*-2\r\n", "$\r\n", ":\r\n", ":1.5\r\n",
        ":99999999999999999999\r\n", ":9223372036854775808\r\n", "$3\r\nabcd\r\n", "+OK\rX", "$2147483647\r\n", "$9223372036854775807\r\n", "*2147483647\r\n:1\r\n"})
    void whatIsNoReplyOrTooLargeIsAFailure(String bytes) {
        ReplyReader reader = reader(bytes, 1 << 20);
        assertThrows(Exception.class, () -> {
            try {
                reader.read();
            } catch (EOFException e) {
                // An announced array that never comes: nothing was taken for it.
                assertTrue(bytes.startsWith("*2147483647"), bytes);
                throw e;
            }
        });
        assertTrue(reader.detach() < 1000);
    }

    @Test
    void depthIsBounded() {
        assertTrue(assertThrows(RedisFailure.class, () -> reader("*1\r\n".repeat(100_000), 1 << 20).read()).getMessage().contains("deeper than 16"));
    }

    @Test
    void theNumberOfValuesIsBounded() {
        assertTrue(assertThrows(RedisFailure.class, () -> reader("*100000\r\n" + ":1\r\n".repeat(100_000), 1 << 20).read()).getMessage().contains("over the limit of 65536"));
    }

    @Test
    void aLineIsBounded() {
        assertThrows(RedisFailure.class, () -> reader("+" + "x".repeat(1 << 20) + "\r\n", 1 << 20).read());
    }

    @Test
    void memoryIsTakenAsBytesArriveAndNotOnTheServersWord() {
        ReplyReader reader = reader("$60000\r\nonly this", 1 << 20);
        assertThrows(EOFException.class, reader::read);
        long taken = reader.detach();
        assertTrue(taken < 20_000, "took " + taken);
        budget.giveBack(taken);
        assertEquals(0, budget.used());
    }

    @Test
    void allRepliesTogetherAreBounded() throws IOException {
        HeapBudget small = new HeapBudget(150_000);
        String reply = "$60000\r\n" + "x".repeat(60_000) + "\r\n";
        ReplyReader first = new ReplyReader(channel(reply.getBytes(StandardCharsets.US_ASCII), 1 << 20), new RedisConnection.Limits(1 << 16, small));
        ReplyReader second = new ReplyReader(channel(reply.getBytes(StandardCharsets.US_ASCII), 1 << 20), new RedisConnection.Limits(1 << 16, small));
        ReplyReader third = new ReplyReader(channel(reply.getBytes(StandardCharsets.US_ASCII), 1 << 20), new RedisConnection.Limits(1 << 16, small));
        first.read();
        second.read();
        assertTrue(assertThrows(RedisFailure.class, third::read).getMessage().contains("\"buffers\""));
    }

    @Test
    void aStringThatIsTooLargeIsSkippedWhereThatWasAskedFor() throws IOException {
        String large = "*2\r\n+m\r\n$60000\r\n" + "x".repeat(60_000) + "\r\n";
        ReplyReader reader = new ReplyReader(channel((large + "+next\r\n").getBytes(StandardCharsets.US_ASCII), 1000), new RedisConnection.Limits(1000, budget, true));
        assertEquals(new Reply.Items(List.of(new Reply.Status("m"), new Reply.Skipped(60_000))), reader.read());
        budget.giveBack(reader.detach());
        assertEquals(new Reply.Status("next"), reader.read());
    }
}
