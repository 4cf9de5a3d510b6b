package acme.mqtt;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;

import dev.gyre.api.host.OutboundRules;
import io.reactivex.schedulers.Schedulers;

/**
 * Connects to servers, at addresses the application may connect to. Thread-safe; {@link #connect} blocks.
 *
 * @param threads for the client
 */
record Connector(OutboundRules rules, Executor threads) {
    private static final long PATIENCE_SECONDS = 10;

    /**
     * The addresses a server has now.
     *
     * @throws dev.gyre.api.host.OutboundDenied when the application may not connect there
     */
    List<InetSocketAddress> resolve(MqttConfig.Server server) throws UnknownHostException {
        return rules.resolve("mqtt", server.host(), server.port());
    }

    /** @throws RuntimeException of the client's, when no address of the server accepts it */
    Connection connect(Subscription.Target target, String clientId) throws UnknownHostException {
        RuntimeException last = new IllegalStateException("it has no address");
        for (InetSocketAddress address : resolve(target.server())) {
            try {
                return connect(target, clientId, address);
            } catch (RuntimeException e) {
                last = e;
            }
        }
        throw last;
    }

    private Connection connect(Subscription.Target target, String clientId, InetSocketAddress address) {
        Connection connection = new Connection(target.clientId().isPresent());
        Mqtt5ClientBuilder builder = Mqtt5Client.builder().identifier(clientId)
                .transportConfig().serverAddress(address).socketConnectTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .mqttConnectTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).applyTransportConfig()
                .executorConfig().nettyExecutor(threads).nettyThreads(1).applicationScheduler(Schedulers.from(threads)).applyExecutorConfig()
                .addDisconnectedListener(context -> connection.lost());
        target.server().login().ifPresent(l -> builder.simpleAuth().username(l.username()).password(l.password().getBytes(StandardCharsets.UTF_8)).applySimpleAuth());
        Mqtt5BlockingClient client = builder.buildBlocking();
        // messages of a session that goes on come at once
        connection.begin(client, client.publishes(MqttGlobalPublishFilter.ALL, true));
        try {
            open(client, target);
            return connection;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Announces no maximum of messages on their way: Mosquitto 2.0.11 sends all it has whatever that is, and the client would leave at once,
     * each time it comes. What is not handled yet waits in memory; the server has it too, until it is acknowledged.
     */
    private static void open(Mqtt5BlockingClient client, Subscription.Target target) {
        client.connectWith().cleanStart(false).sessionExpiryInterval(target.session().toSeconds()).keepAlive(target.server().keepAlive())
                .restrictions().maximumPacketSize(target.maxMessage()).topicAliasMaximum(0).applyRestrictions()
                .send();
        try {
            client.toAsync().subscribeWith().topicFilter(target.topic()).qos(target.qos()).send().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof TimeoutException ? new IllegalStateException("the subscription is not answered", e)
                    : e.getCause() instanceof RuntimeException failed ? failed : e;
        }
    }
}
