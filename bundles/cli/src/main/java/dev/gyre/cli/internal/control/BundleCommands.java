package dev.gyre.cli.internal.control;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.Quantity;
import dev.gyre.api.plugin.PlugIns;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;
import dev.gyre.cli.internal.print.Json;
import dev.gyre.cli.internal.print.Table;

/**
 * Commands {@code bundle:list}, {@code install}, {@code update}, {@code stop}, {@code start} and {@code uninstall}. What they
 * change lasts as long as the process. It stays between commands, to know what has not ended. Thread-safe.
 */
@Component(service = BundleCommands.class, immediate = true, property = {"osgi.command.scope=bundle", "osgi.command.function=list", "osgi.command.function=install",
    "osgi.command.function=update", "osgi.command.function=stop", "osgi.command.function=start", "osgi.command.function=uninstall"})
public final class BundleCommands {
    private static final String OURS = "dev.gyre.";
    /** How the launcher installs. */
    private static final String REFERENCE = "reference:";
    /** Bundles a command cannot take away while it is being run by them. */
    private static final List<String> RUNNING_US = List.of("dev.gyre.shell", "dev.gyre.cli", "dev.gyre.serve", "dev.gyre.plugins", "dev.gyre.api", "org.apache.felix.gogo.runtime", "org.apache.felix.scr");
    private static final String INSTEAD = "replace its jar in the installation and restart the container";
    private static final Option WAIT = new Option("wait", ' ', "TIME", "", "How long to wait for bundles that do not return from their start or stop [default: 1m]");
    private static final Syntax LIST = new Syntax("bundle list", "", 0, 0, "Show the bundles of the container", Syntax.FORMATS);
    private static final Syntax INSTALL = new Syntax("bundle install", "FILE", 1, 1, "Install a bundle and start it", List.of(Syntax.RELATIVE_TO, WAIT));
    private static final Syntax UPDATE = new Syntax("bundle update", "NAME [FILE]", 1, 2, "Replace a bundle by the contents of its jar, or of another, as they are now",
            List.of(Syntax.RELATIVE_TO, WAIT));
    private static final Syntax STOP = new Syntax("bundle stop", "NAME", 1, 1, "Stop a bundle; what needs it waits or uses another", List.of(WAIT));
    private static final Syntax START = new Syntax("bundle start", "NAME", 1, 1, "Start a bundle", List.of(WAIT));
    private static final Syntax UNINSTALL = new Syntax("bundle uninstall", "NAME", 1, 1, "Remove a bundle", List.of(WAIT));

    private final BundleContext context;
    private final BundleWork work;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<PlugIns> installers = List.of();

    @Activate
    public BundleCommands(BundleContext context) {
        this.context = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getBundleContext(); // survives this bundle
        work = new BundleWork(this.context);
    }

    public void list(String... words) {
        LIST.parse(words).ifPresent(arguments -> {
            List<Bundle> bundles = List.of(context.getBundles());
            if (Syntax.json(arguments)) {
                System.out.println(Json.of(bundles.stream().map(BundleCommands::json).toList()));
                return;
            }
            Table table = new Table("", "ID", "STATE", "VERSION", "NAME");
            bundles.forEach(b -> table.row(b.getBundleId(), state(b), b.getVersion(), name(b)));
            System.out.print(table);
        });
    }

    public void install(String... words) {
        INSTALL.parse(words).ifPresent(arguments -> {
            Path file = file(arguments, arguments.words().getFirst());
            try {
                report(work.run(file, "'bundle install' of " + file, patience(arguments), () -> installed(file)));
            } catch (BundleException | IOException e) {
                throw new GyreException("cannot install " + file + ": " + cause(e), e);
            }
        });
    }

    private Bundle installed(Path file) throws BundleException {
        Bundle bundle = plugIns().install(file);
        try {
            begin(bundle);
        } catch (BundleException | RuntimeException e) {
            plugIns().uninstall(bundle); // a jar that makes no bundle that runs is not left behind
            throw e;
        }
        return bundle;
    }

    private static Duration patience(Arguments arguments) {
        String text = arguments.one(WAIT.name()).orElse("1m");
        return Quantity.duration(text).orElseThrow(() -> new IllegalArgumentException("option '--wait' must be " + Quantity.DURATION + ", but is '" + text + "'"));
    }

    private PlugIns plugIns() {
        return installers.stream().findFirst().orElseThrow(() -> new GyreException("no bundle installs plug-ins (dev.gyre.plugins)"));
    }

    private static void begin(Bundle bundle) throws BundleException {
        if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
            bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
        }
    }

    public void update(String... words) {
        change(UPDATE, words, (arguments, bundle) -> {
            refuseBeneathUs(bundle);
            plugIns().update(bundle, file(arguments, arguments.words().size() == 1 ? origin(bundle) : arguments.words().get(1)));
        });
    }

    /** With it would be restarted what uses its classes, and that again. */
    private void refuseBeneathUs(Bundle bundle) {
        context.getBundle().adapt(FrameworkWiring.class).getDependencyClosure(List.of(bundle)).stream().map(BundleCommands::name).filter(RUNNING_US::contains).sorted().findFirst()
                .ifPresent(user -> {
                    throw new GyreException(name(bundle) + " is used by " + user + ", which runs this very command; " + INSTEAD);
                });
    }

    private static String origin(Bundle bundle) {
        String location = bundle.getLocation().startsWith(REFERENCE) ? bundle.getLocation().substring(REFERENCE.length()) : bundle.getLocation();
        if (!location.startsWith("file:")) {
            throw new GyreException(name(bundle) + " came from " + location + ", which is no file; name the jar it is to be replaced by");
        }
        return Path.of(URI.create(location)).toString();
    }

    public void stop(String... words) {
        change(STOP, words, (arguments, bundle) -> bundle.stop(Bundle.STOP_TRANSIENT));
    }

    public void start(String... words) {
        change(START, words, (arguments, bundle) -> bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY));
    }

    public void uninstall(String... words) {
        change(UNINSTALL, words, (arguments, bundle) -> {
            refuseBeneathUs(bundle);
            plugIns().uninstall(bundle);
        });
    }

    /** What a command does to the bundle that it names. */
    private interface Change {
        void on(Arguments arguments, Bundle bundle) throws BundleException, IOException;
    }

    private void change(Syntax syntax, String[] words, Change change) {
        syntax.parse(words).ifPresent(arguments -> {
            Bundle bundle = find(arguments.words().getFirst());
            if (RUNNING_US.contains(name(bundle))) {
                throw new GyreException(name(bundle) + " runs this very command; " + INSTEAD);
            }
            try {
                work.run(bundle.getBundleId(), "'" + syntax.name() + "' of " + name(bundle), patience(arguments), () -> {
                    change.on(arguments, bundle);
                    return bundle;
                });
            } catch (BundleException | IOException | IllegalStateException e) {
                throw new GyreException("'" + syntax.name() + "' of " + name(bundle) + " failed: " + cause(e), e);
            }
            report(bundle);
        });
    }

    private static String cause(Exception e) {
        return e.getMessage() + (e.getCause() == null ? "" : " (" + e.getCause() + ")");
    }

    /** By id, by symbolic name, or by ours without its beginning: {@code engine.chicory}. */
    private Bundle find(String wanted) {
        List<Bundle> bundles = Arrays.asList(context.getBundles());
        Optional<Bundle> found = bundles.stream().filter(b -> name(b).equals(wanted) || name(b).equals(OURS + wanted.replace('-', '.'))
                || Long.toString(b.getBundleId()).equals(wanted)).findFirst();
        return found.orElseThrow(() -> {
            GyreException unknown = Named.unknown("bundle", wanted, bundles.stream().map(BundleCommands::name).toList());
            return unknown.getMessage().contains("did you mean") ? unknown : new GyreException("no bundle '" + wanted + "'; 'bundle list' shows them");
        });
    }

    private static Path file(Arguments call, String name) {
        Path file = Syntax.folder(call).resolve(name.startsWith("file:") ? name.substring("file:".length()) : name).normalize();
        if (!Files.isRegularFile(file)) {
            throw new GyreException("no file " + file);
        }
        return file;
    }

    private static String name(Bundle bundle) {
        return bundle.getSymbolicName() == null ? bundle.getLocation() : bundle.getSymbolicName();
    }

    private static void report(Bundle bundle) {
        System.out.print(new Table("", "ID", "STATE", "VERSION", "NAME").row(bundle.getBundleId(), state(bundle), bundle.getVersion(), name(bundle)));
    }

    private static Map<String, Object> json(Bundle bundle) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", bundle.getBundleId());
        out.put("name", name(bundle));
        out.put("version", bundle.getVersion());
        out.put("state", state(bundle));
        out.put("location", bundle.getLocation());
        return out;
    }

    private static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> "active";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.INSTALLED -> "installed";
            default -> "uninstalled";
        };
    }
}
