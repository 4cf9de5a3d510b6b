package dev.gyre.trigger.http.internal.serve;

/**
 * Counts the body of an answer, which may have as many bytes as were announced of it, and no more than {@code max-response}. Once it had more it
 * stays broken: who closes it after all does not make half of it look like the whole. For one thread at a time.
 */
final class BodyCount {
    private final long length;
    private final long most;
    private long written;
    private String broken = "";

    /** @param length as announced; -1 when it was not, or does not matter */
    BodyCount(long length, long most) {
        this.length = length;
        this.most = most;
    }

    long written() {
        return written;
    }

    void add(int count) throws BrokenAnswer {
        written += count;
        if (length >= 0 && written > length) {
            broken = "the body is longer than its content-length, " + length;
        } else if (written > most) {
            broken = "the body is longer than max-response, " + most;
        }
        checkWhole();
    }

    /** @throws BrokenAnswer when there was too much of it */
    void checkWhole() throws BrokenAnswer {
        if (!broken.isEmpty()) {
            throw new BrokenAnswer(broken);
        }
    }

    /** @throws BrokenAnswer when less of it has come than was announced */
    void checkComplete() throws BrokenAnswer {
        if (length >= 0 && written != length) {
            throw new BrokenAnswer("the body has " + written + " bytes, but its content-length is " + length);
        }
    }
}
