package dev.gyre.trigger.redis.internal.deliver;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.Printable;
import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.abi.GuestExports;
import dev.gyre.api.abi.GuestHeap;
import dev.gyre.api.abi.GuestReader;
import dev.gyre.api.abi.ReturnArea;
import dev.gyre.api.abi.Slice;
import dev.gyre.api.engine.ExternType.Func;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.runtime.DeployException;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.api.runtime.UnavailableException;
import dev.gyre.component.value.Result;

/**
 * Hands messages to the Redis handler of one component: export {@code handle-redis-message} of {@code spin-redis.wit}, in
 * generations G1 and G2 of the ABI, or {@code fermyon:spin/inbound-redis} of a component of the component model. Thread-safe; {@link #handle}
 * blocks while the guest runs.
 */
public final class MessageHandler {
    static final String EXPORT = "handle-redis-message";
    private static final String INTERFACE = "fermyon:spin/inbound-redis";
    /** Pointer and length of the payload. */
    private static final Func TYPE = GuestExports.i32(2);
    private static final Logger LOG = LoggerFactory.getLogger("dev.gyre.trigger.redis");

    private final ExecutionContext execution;
    private final String componentId;
    private final boolean composed;

    /** @throws dev.gyre.api.runtime.DeployException when the component has no such handler */
    public MessageHandler(ExecutionContext execution, ComponentContext component) {
        this.execution = execution;
        this.componentId = component.component().id();
        this.composed = component.composed();
        if (!composed) {
            GuestExports.require(component, EXPORT, TYPE, "a Spin Redis handler");
        } else if (!component.exportedInterfaces().contains(INTERFACE)) {
            throw new DeployException("component \"" + componentId + "\" has no Spin Redis handler: it exports " + component.exportedInterfaces() + " and not "
                    + INTERFACE);
        }
    }

    String application() {
        return execution.application().info().name();
    }

    String componentId() {
        return componentId;
    }

    /**
     * Calls the guest; whatever becomes of it is logged and ends here.
     *
     * @param begun called once there is an instance, so that the message no longer waits for anything
     * @throws UnavailableException when there is no instance for it; nobody has seen it then, and nothing is logged
     */
    void handle(Message message, Runnable begun) {
        InstanceLease lease;
        try {
            lease = execution.lease(componentId, InstanceOptions.DEFAULT);
        } catch (UnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            lost(message, e);
            return;
        }
        begun.run();
        handle(message, lease);
    }

    private void handle(Message message, InstanceLease lease) {
        try (lease) {
            if (!call(message.payload(), lease)) {
                LOG.warn("app \"{}\", component \"{}\": the guest returned an error for a message of {} bytes on channel \"{}\"",
                        application(), componentId, message.payload().length, printable(message));
            }
        } catch (RuntimeException e) {
            lost(message, e);
        }
    }

    /** Logs what became of a message. */
    void lost(Message message, RuntimeException why) {
        switch (why) {
            case TrapException trap when !trap.firstReport() -> { }
            case GyreException failure -> lost(message, failure.getMessage());
            default -> lost(message, why.toString());
        }
    }

    private void lost(Message message, String why) {
        LOG.error("app \"{}\", component \"{}\": a message of {} bytes on channel \"{}\" is lost: {}", application(), componentId,
                message.payload().length, printable(message), Printable.of(String.valueOf(why)));
    }

    private static String printable(Message message) {
        return Printable.of(message.channel());
    }

    private boolean call(byte[] payload, InstanceLease lease) {
        if (composed) {
            return lease.invoke(INTERFACE, "handle-message", (Object) payload).filter(Result.Ok.class::isInstance).isPresent();
        }
        GuestHeap heap = GuestHeap.of(lease.instance());
        Slice content = heap.lower(payload);
        int result = (int) lease.call(EXPORT, content.pointer(), content.length())[0];
        // Where the layout is not known, the tag is in the first byte of either.
        ReturnArea area = new ReturnArea(heap.memory(), result, lease.layout().orElse(CoreLayout.PACKED));
        return !GuestReader.flag(area.tag(0, 0));
    }
}
