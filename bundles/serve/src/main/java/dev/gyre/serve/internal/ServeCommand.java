package dev.gyre.serve.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.serve.ServedApps;
import dev.gyre.cli.Command;
import dev.gyre.cli.ServingState;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;

/** {@code gyre serve}: serves the applications of a folder until it is stopped. Thread-safe. */
@Component(property = Command.PROPERTY + "=serve")
public final class ServeCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    /** Framework property: the folder that the launcher keeps for this process. */
    private static final String LOCKED = "gyre.dir.locked";
    private static final Duration LOOK = Duration.ofMillis(250);
    /** How long to wait for the runtime, which the launcher starts at the same time. */
    private static final Duration SERVICES = Duration.ofSeconds(15);

    private static final List<Option> OPTIONS = Stream.of(List.of(
            new Option("dir", ' ', "DIR", "GYRE_DIR", "The folder to serve: apps/, deploy/, conf/ and data/ [default: the installation]"),
            new Option("listen", ' ', "ADDRESS", "SPIN_HTTP_LISTEN_ADDR", "Host and port of HTTP for applications that name none [default: 127.0.0.1:3000]")),
            ServingState.OPTIONS, List.of(new Option("help", 'h', "", "", "Print this help"))).flatMap(List::stream).toList();

    private final BundleContext context;
    private final Services services;

    @Activate
    public ServeCommand(BundleContext context, @Reference Services services) {
        this.context = context;
        this.services = services;
    }

    @Override
    public int run(List<String> arguments) {
        Arguments args = Arguments.parse(OPTIONS, arguments, System.getenv());
        if (args.flag("help")) {
            System.out.print("Serve the applications of a folder until Ctrl-C\n\nUsage: gyre serve [options]\n\nOptions:\n" + Arguments.help(OPTIONS));
            return 0;
        }
        ServingState state = ServingState.of(args);
        Path wanted = Path.of(args.one("dir").or(() -> Optional.ofNullable(context.getProperty("gyre.dir"))).orElse(""));
        try (ServerFolder folder = ServerFolder.open(wanted, Optional.ofNullable(context.getProperty(LOCKED)).filter(f -> !f.isEmpty()).map(Path::of));
                AppServer server = new AppServer(new AppFiles(folder.apps()), services, new Deployer(services, folder, args.one("listen")),
                        Past.in(folder.state()), AppServer.NEXT, System.out::println)) {
            serve(folder, server, state);
        }
        return 0;
    }

    private void serve(ServerFolder folder, AppServer server, ServingState phase) {
        ServingState.Shown shown = phase.show(context);
        awaitRuntime();
        ServiceRegistration<?> state = context.registerService(Path.class, folder.state(), FrameworkUtil.asDictionary(Map.of("gyre.state", true)));
        ServiceRegistration<?> apps = context.registerService(ServedApps.class, server, null);
        try {
            server.begin();
            phase.serving();
            System.out.println("Gyre serves the applications of " + folder.apps());
            Optional<String> trouble = Optional.empty();
            while (pause()) {
                trouble = look(server, trouble);
            }
        } finally {
            boolean stopped = Thread.interrupted(); // closing blocks, which a pending interrupt would cut short
            phase.stopping();
            unregister(apps);
            unregister(state);
            server.close();
            shown.close();
            if (stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** @return what keeps it from looking, which is told when it begins and when it ends */
    private static Optional<String> look(AppServer server, Optional<String> before) {
        try {
            server.look();
            before.ifPresent(b -> LOG.info("the applications' folder can be read again"));
            return Optional.empty();
        } catch (RuntimeException e) {
            Optional<String> trouble = Optional.of(String.valueOf(e.getMessage()));
            if (!trouble.equals(before)) {
                LOG.error("{}; what serves goes on", trouble.get());
            }
            return trouble;
        }
    }

    private void awaitRuntime() {
        long end = System.nanoTime() + SERVICES.toNanos();
        while (services.runtime().isEmpty() && System.nanoTime() < end && pause()) {
            LOG.debug("waiting for a runtime");
        }
    }

    /** @return false when the command is to end */
    private static boolean pause() {
        try {
            Thread.sleep(LOOK);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void unregister(ServiceRegistration<?> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            // this bundle is being stopped, which has unregistered it
        }
    }
}
