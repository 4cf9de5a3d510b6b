package acme.queue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

import dev.gyre.api.host.BoundHostInterfaces;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostInterfaceProvider;
import dev.gyre.api.host.WitFile;

/** Offers {@code acme:queue/publish} to components. Thread-safe. */
@Capability(namespace = "dev.gyre.host", name = "acme:queue")
@Component
public final class QueueInterfaces implements HostInterfaceProvider {
    private final Publish publish = new Publish(Map.of("jobs", new ArrayBlockingQueue<>(Publish.CAPACITY)));

    @Override
    public List<WitFile> wit() {
        return List.of(WitFile.beside(QueueInterfaces.class, "queue.wit"));
    }

    @Override
    public Map<String, Class<?>> interfaces() {
        return Map.of("acme:queue/publish@1.0.0", Publish.class);
    }

    @Override
    public BoundHostInterfaces bind(ComponentContext component) {
        return (type, event) -> publish;
    }
}
