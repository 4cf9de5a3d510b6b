package acme.mqtt;

import dev.gyre.api.abi.GuestExports;
import dev.gyre.api.abi.GuestHeap;
import dev.gyre.api.abi.GuestReader;
import dev.gyre.api.abi.Slice;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;

/**
 * Hands messages to one component, which exports {@code handle-mqtt-message} of {@code mqtt.wit}. Thread-safe; {@link #handle} blocks while
 * the guest runs.
 */
final class MessageHandler {
    private static final String EXPORT = "handle-mqtt-message";

    private final ExecutionContext execution;
    private final String componentId;

    /** @throws dev.gyre.api.GyreException when the component has no such handler */
    MessageHandler(ExecutionContext execution, String componentId) {
        this.execution = execution;
        this.componentId = componentId;
        // pointer and length of topic and payload in, the tag of a result without payloads out
        GuestExports.require(execution.component(componentId), EXPORT, GuestExports.i32(4), "the handler of MQTT messages");
    }

    String application() {
        return execution.application().info().name();
    }

    String componentId() {
        return componentId;
    }

    /**
     * Whether the guest has handled it.
     *
     * @throws dev.gyre.api.GyreException when the guest fails
     */
    boolean handle(Message message) {
        try (InstanceLease lease = execution.lease(componentId, InstanceOptions.DEFAULT)) {
            GuestHeap heap = GuestHeap.of(lease.instance());
            Slice topic = heap.lower(message.topic());
            Slice payload = heap.lower(message.payload());
            return !GuestReader.flag((int) lease.call(EXPORT, topic.pointer(), topic.length(), payload.pointer(), payload.length())[0]);
        }
    }
}
