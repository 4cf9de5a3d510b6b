package dev.gyre.host.http.internal;

import java.util.HashMap;
import java.util.Map;

/** The responses one event of {@code wasi_experimental_http} holds, by handle. For the event's thread. */
final class OpenResponses implements AutoCloseable {
    static final int MOST = 64;

    /** A response and how far its body has been read. */
    static final class Open {
        final Answer answer;
        int position;

        private Open(Answer answer) {
            this.answer = answer;
        }
    }

    private final Map<Integer, Open> open = new HashMap<>();
    private int next;

    /** @throws ExperimentalFailure when no more may be open */
    void checkRoom() {
        if (open.size() >= MOST) {
            throw new ExperimentalFailure(ExperimentalFailure.Code.TOO_MANY_SESSIONS);
        }
    }

    /** @return a handle; a number is given again only when all others have been */
    int add(Answer answer) {
        while (open.containsKey(next)) {
            next++;
        }
        open.put(next, new Open(answer));
        return next++;
    }

    /** @throws ExperimentalFailure when it is not open */
    Open get(int handle) {
        Open found = open.get(handle);
        if (found == null) {
            throw new ExperimentalFailure(ExperimentalFailure.Code.INVALID_HANDLE);
        }
        return found;
    }

    /** A handle that is not open is closed already. */
    void close(int handle) {
        Open found = open.remove(handle);
        if (found != null) {
            found.answer.close();
        }
    }

    @Override
    public void close() {
        open.values().forEach(o -> o.answer.close());
        open.clear();
    }
}
