package acme.queue;

/** {@code problem} of {@code queue.wit}. */
public sealed interface Problem {
    /** {@code no-such-queue}. */
    record NoSuchQueue() implements Problem {
    }

    /** {@code full}, with the number of messages a queue holds. */
    record Full(int capacity) implements Problem {
    }
}
