package acme.mqtt;

import java.util.Optional;
import java.util.concurrent.CancellationException;

import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;

/** A connection while it lasts. Thread-safe; one thread receives. */
final class Connection implements AutoCloseable {
    private final boolean keepSession;
    private volatile Optional<Mqtt5BlockingClient> client = Optional.empty();
    private volatile Optional<Mqtt5Publishes> messages = Optional.empty();

    /** @param keepSession whether the server keeps the session when this is closed */
    Connection(boolean keepSession) {
        this.keepSession = keepSession;
    }

    void begin(Mqtt5BlockingClient made, Mqtt5Publishes received) {
        client = Optional.of(made);
        messages = Optional.of(received);
    }

    /** The next message, as soon as there is one; nothing when no more will come. */
    Optional<Mqtt5Publish> receive() throws InterruptedException {
        try {
            return Optional.of(messages.orElseThrow().receive());
        } catch (CancellationException e) {
            return Optional.empty();
        }
    }

    /** The server is gone. While it is there this must not be said: the client acknowledges what nobody receives. */
    void lost() {
        messages.ifPresent(Mqtt5Publishes::close);
    }

    @Override
    public void close() {
        client.filter(c -> c.getState().isConnected()).ifPresent(this::disconnect);
        lost();
    }

    private void disconnect(Mqtt5BlockingClient connected) {
        try {
            if (keepSession) {
                connected.disconnect();
            } else {
                connected.disconnectWith().sessionExpiryInterval(0).send();
            }
        } catch (RuntimeException e) {
            // it went at this very moment
        }
    }
}
