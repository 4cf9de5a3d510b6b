package acme.queue;

import java.util.Map;
import java.util.Queue;

/** {@code acme:queue/publish}: one object for all events. Thread-safe. */
public final class Publish {
    static final int CAPACITY = 1000;

    private final Map<String, Queue<byte[]>> queues;

    Publish(Map<String, Queue<byte[]>> queues) {
        this.queues = queues;
    }

    /** {@code send: func(queue: string, message: list<u8>) -> result<u32, problem>}. */
    public int send(String queue, byte[] message) throws QueueFailure {
        Queue<byte[]> messages = queues.get(queue);
        if (messages == null) {
            throw new QueueFailure(new Problem.NoSuchQueue());
        }
        if (!messages.offer(message)) {
            throw new QueueFailure(new Problem.Full(CAPACITY));
        }
        return messages.size();
    }
}
