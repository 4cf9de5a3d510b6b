package dev.gyre.doctor.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import dev.gyre.api.GyreException;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.cli.Command;
import dev.gyre.cli.NearestManifest;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;
import dev.gyre.cli.args.UsageException;
import dev.gyre.doctor.Check;

/** {@code gyre doctor}: shows what is wrong with an application and mends what the user agrees to. Thread-safe. */
@Component(property = Command.PROPERTY + "=doctor")
public final class DoctorCommand implements Command {
    private static final String MANIFEST = "spin.toml";
    private static final List<Option> OPTIONS = List.of(
            new Option("file", 'f', "PATH", "", "Manifest, or a folder with a spin.toml [default: spin.toml]"),
            new Option("dir", ' ', "DIR", "GYRE_DIR", "The folder of 'gyre serve' it is meant for, whose deploy/ and conf/ count [default: the installation]"),
            new Option("yes", 'y', "", "", "Mend everything that can be mended, without asking"),
            new Option("check", ' ', "", "", "Mend nothing and do not ask"),
            new Option("help", 'h', "", "", "Print this help"));

    private final ManifestReader reader;
    private final Map<ServiceReference<Check>, Check> checks = new ConcurrentSkipListMap<>(java.util.Comparator.reverseOrder());

    @Activate
    public DoctorCommand(@Reference ManifestReader reader) {
        this.reader = reader;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindCheck(ServiceReference<Check> reference, Check check) {
        checks.put(reference, check);
    }

    void unbindCheck(ServiceReference<Check> reference) {
        checks.remove(reference);
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public int run(List<String> arguments) {
        Arguments args = Arguments.parse(OPTIONS, arguments, System.getenv());
        if (args.flag("help")) {
            System.out.print("Find and fix what is wrong with an application\n\nUsage: gyre doctor [options]\n\nOptions:\n" + Arguments.help(OPTIONS));
            return 0;
        }
        Path named = Path.of(args.one("file").orElseGet(() -> NearestManifest.find(Path.of(""))));
        Path manifest = Files.isDirectory(named) ? named.resolve(MANIFEST) : named;
        check(manifest, args.one("dir").map(Path::of));
        boolean yes = args.flag("yes");
        return new Visit(reader, manifest, List.copyOf(checks.values()), treatment -> yes || !args.flag("check") && agreed()).run() ? 0 : 1;
    }

    /** @param served the folder it is meant for */
    private static void check(Path manifest, Optional<Path> served) {
        served.filter(dir -> !Files.isDirectory(dir)).ifPresent(dir -> {
            throw new UsageException("option '--dir' must be a folder of 'gyre serve', but there is no folder '" + dir + "'");
        });
        if (!Files.exists(manifest)) {
            throw new GyreException("there is no " + manifest + "; " + served.filter(dir -> Files.exists(dir.resolve(MANIFEST)))
                    .map(dir -> "did you mean '-f " + dir + "'? --dir names the folder of 'gyre serve' that an application is meant for")
                    .orElse("'-f PATH' says where the application is"));
        }
    }

    private static boolean agreed() {
        System.out.print("   Do it? [y/N] ");
        System.out.flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return answer != null && answer.strip().toLowerCase(java.util.Locale.ROOT).startsWith("y");
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * A visit at which everything is agreed to.
     *
     * @return whether nothing serious is left
     */
    public static boolean visit(ManifestReader reader, Path manifest, List<Check> checks) {
        return new Visit(reader, manifest, checks, treatment -> true).run();
    }
}
