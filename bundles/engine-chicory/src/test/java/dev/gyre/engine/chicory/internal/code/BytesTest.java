package dev.gyre.engine.chicory.internal.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done in pieces comes to the same as what the JDK does at once. */
class BytesTest {
    private final byte[] random = new byte[5 << 20];

    BytesTest() {
        new Random(1).nextBytes(random);
    }

    @ParameterizedTest
    @CsvSource({"0, 7, 0", "7, 0, 1", "0, 1, 5242879", "1, 0, 5242879", "100, 1048676, 3000000", "1048676, 100, 3000000", "5, 5, 4194304", "0, 3145728, 2097152"})
    void ranges(int from, int to, int length) {
        byte[] copied = random.clone();
        byte[] expected = random.clone();
        Bytes.copy(copied, from, to, length);
        System.arraycopy(expected, from, expected, to, length);
        assertArrayEquals(expected, copied);
        Bytes.fill(copied, to, length, (byte) 3);
        Arrays.fill(expected, to, to + length, (byte) 3);
        assertArrayEquals(expected, copied);
    }
}
