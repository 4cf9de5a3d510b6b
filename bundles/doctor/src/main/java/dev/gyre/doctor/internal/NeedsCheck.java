package dev.gyre.doctor.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.executor.HttpExecutor;
import dev.gyre.api.files.Folders;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.doctor.Check;
import dev.gyre.doctor.Diagnosis;
import dev.gyre.doctor.Patient;

/** What an application would wait for here: triggers, host modules, engines and executors that no bundle brings. The last to be asked. */
@Component(property = "service.ranking:Integer=10")
public final class NeedsCheck implements Check {
    /** The executor of manifests of version 2 that stands for whichever the component's exports call for. */
    private static final String BY_EXPORTS = "http";
    private final BundleContext context;
    private final AppLoader loader;
    private final Deployments runtime;

    @Activate
    public NeedsCheck(BundleContext context, @Reference(target = "(" + AppLoader.PROPERTY + "=local)") AppLoader loader, @Reference Deployments runtime) {
        this.context = context;
        this.loader = loader;
        this.runtime = runtime;
    }

    @Override
    public List<Diagnosis> diagnose(Patient patient) {
        return patient.application().map(app -> missing(patient.manifest()).stream()
                .map(need -> Diagnosis.serious(patient.manifest() + ": the application needs " + need + "; until it is there the application waits")).toList())
                .orElse(List.of());
    }

    private List<String> missing(Path manifest) {
        Optional<Path> staging = Optional.empty();
        try {
            staging = Optional.of(Files.createTempDirectory("gyre-doctor"));
            Application app = loader.load(manifest.toString(), new LoadOptions(staging.get(), false));
            List<String> out = new ArrayList<>(runtime.missing(app));
            out.addAll(executors(app));
            return out;
        } catch (GyreException e) {
            return List.of(); // others say what is wrong with it
        } catch (IOException e) {
            throw new GyreException("cannot make a temporary folder: " + e, e);
        } finally {
            staging.ifPresent(NeedsCheck::remove);
        }
    }

    private List<String> executors(Application application) {
        return application.bindings().stream().filter(b -> b.type().equals("http"))
                .flatMap(b -> b.config().table("executor").flatMap(t -> t.string("type")).filter(type -> !type.equals(BY_EXPORTS) && !provided(type)).stream())
                .distinct().map(type -> "a bundle with the executor \"" + type + "\"").toList();
    }

    private boolean provided(String type) {
        try {
            String escaped = type.replaceAll("[\\\\*()]", "\\\\$0");
            return !context.getServiceReferences(HttpExecutor.class, "(" + HttpExecutor.PROPERTY + "=" + escaped + ")").isEmpty();
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }

    private static void remove(Path staging) {
        try {
            Folders.delete(staging);
        } catch (IOException e) {
            staging.toFile().deleteOnExit();
        }
    }
}
