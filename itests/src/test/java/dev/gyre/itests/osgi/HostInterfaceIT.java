package dev.gyre.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.inject.Inject;

import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

import dev.gyre.api.host.BoundHostInterfaces;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostInterfaceProvider;
import dev.gyre.api.host.WitFile;
import dev.gyre.api.runtime.Deployment;

/** Interfaces of third parties: the example's bundle comes and goes while a component imports its interface. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class HostInterfaceIT {
    private static final String WIT = "package acme:queue@1.0.0; interface publish { variant problem { no-such-queue, full(u32) }"
            + " send: func(queue: string, message: list<u8>) -> result<u32, problem>; }";

    @Inject
    BundleContext context;

    @Configuration
    public Option[] config() {
        return Distribution.container();
    }

    private static Path queue() {
        return Distribution.example("queue");
    }

    private Bundle install() throws Exception {
        return context.installBundle(Distribution.jar(queue().resolve("plugin/target"), "acme.queue-").toUri().toString());
    }

    @Test
    public void anInterfaceThatComesIsUsableAtOnceAndGoesWithItsBundle() throws Exception {
        try (Served app = Served.deploy(context, queue().resolve("app"))) {
            assertEquals(Deployment.State.WAITING, app.deployment().state());
            String waiting = app.deployment().waitingFor().toString();
            assertTrue(waiting, waiting.contains("a bundle with the host interface \"acme:queue/publish@1.0.0\", which component \"queue\" imports"));
            Bundle plugin = install();
            plugin.start();
            try {
                app.awaitState(Deployment.State.RUNNING);
                assertEquals("queued: 00001\n", app.get("/one").body());
                assertEquals("queued: 00002\n", app.get("/two").body());
                assertEquals("no such queue\n", app.get("/three?other").body());
                plugin.stop();
                app.awaitState(Deployment.State.WAITING);
                plugin.start();
                app.awaitState(Deployment.State.RUNNING);
                assertEquals("a new bundle, a new queue", "queued: 00001\n", app.get("/four").body());
            } finally {
                plugin.uninstall();
            }
        }
    }

    public static class Misfit {
        public int send(String queue, String message) {
            return 0;
        }
    }

    /** A provider whose class does not fit is not used, and does not keep a better one from serving. */
    @Test
    public void aClassThatDoesNotFitItsWitIsNotUsed() throws Exception {
        HostInterfaceProvider misfit = new HostInterfaceProvider() {
            @Override
            public List<WitFile> wit() {
                return List.of(new WitFile("queue.wit", WIT));
            }

            @Override
            public Map<String, Class<?>> interfaces() {
                return Map.of("acme:queue/publish@1.0.0", Misfit.class);
            }

            @Override
            public BoundHostInterfaces bind(ComponentContext component) {
                return (type, event) -> new Misfit();
            }
        };
        ServiceRegistration<HostInterfaceProvider> registration = context.registerService(HostInterfaceProvider.class, misfit, null);
        try (Served app = Served.deploy(context, queue().resolve("app"))) {
            assertEquals(Deployment.State.WAITING, app.deployment().state());
        } finally {
            registration.unregister();
        }
    }
}
