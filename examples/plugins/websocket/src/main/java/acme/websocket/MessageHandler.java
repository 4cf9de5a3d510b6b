package acme.websocket;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.abi.GuestExports;
import dev.gyre.api.abi.GuestHeap;
import dev.gyre.api.abi.GuestReader;
import dev.gyre.api.abi.ReturnArea;
import dev.gyre.api.abi.Slice;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;

/**
 * Hands messages to one component, which exports {@code handle-websocket-message} of {@code websocket.wit}. Thread-safe; {@link #handle}
 * blocks while the guest runs.
 */
final class MessageHandler {
    private static final String EXPORT = "handle-websocket-message";
    private static final int TEXT = 0;
    private static final int BINARY = 1;

    private final ExecutionContext execution;
    private final ComponentContext component;

    /** @throws dev.gyre.api.GyreException when the component has no such handler */
    MessageHandler(ExecutionContext execution, String componentId) {
        this.execution = execution;
        component = execution.component(componentId);
        // kind, pointer and length in, a pointer to the answer out
        GuestExports.require(component, EXPORT, GuestExports.i32(3), "the handler of a WebSocket");
    }

    String componentId() {
        return component.component().id();
    }

    /**
     * What the guest answers to a message, if anything.
     *
     * @param environment what the guest finds in its environment, beside its own
     * @throws dev.gyre.api.GyreException when it fails
     */
    Optional<Message> handle(Message message, Map<String, String> environment) {
        InstanceOptions options = new InstanceOptions(environment, List.of(), Optional.empty(), Optional.empty(), Optional.empty());
        try (InstanceLease lease = execution.lease(componentId(), options)) {
            GuestHeap heap = GuestHeap.of(lease.instance());
            long[] result = switch (message) {
                case Message.Text(String text) -> call(lease, TEXT, heap.lower(text));
                case Message.Binary(byte[] bytes) -> call(lease, BINARY, heap.lower(bytes));
            };
            return answer(heap, new ReturnArea(heap.memory(), (int) result[0], lease.layout().orElse(CoreLayout.PACKED)));
        }
    }

    private static long[] call(InstanceLease lease, int kind, Slice data) {
        return lease.call(EXPORT, kind, data.pointer(), data.length());
    }

    /** {@code option<message>}: where each field is follows from the canonical ABI. */
    private Optional<Message> answer(GuestHeap heap, ReturnArea area) {
        if (!GuestReader.flag(area.tag(0, 0))) {
            return Optional.empty();
        }
        GuestReader reader = new GuestReader(heap.memory(), component.limits().memoryBytes());
        Slice data = area.slice(2, 8);
        int kind = area.tag(1, 4);
        return Optional.of(switch (kind) {
            case TEXT -> new Message.Text(reader.string(data));
            case BINARY -> new Message.Binary(reader.bytes(data));
            default -> throw new TrapException(TrapKind.ABI_VIOLATION, "a message is of kind " + kind + ", which is neither text nor binary");
        });
    }
}
