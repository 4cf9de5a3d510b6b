package dev.gyre.doctor.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.osgi.service.component.annotations.Component;

import dev.gyre.api.app.BuildSpec;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.doctor.Check;
import dev.gyre.doctor.Diagnosis;
import dev.gyre.doctor.Patient;
import dev.gyre.doctor.Treatment;

/** Modules that are not there, or are none. */
@Component(property = "service.ranking:Integer=70")
public final class ModuleCheck implements Check {
    private static final byte[] MAGIC = {0, 'a', 's', 'm'};

    @Override
    public List<Diagnosis> diagnose(Patient patient) {
        List<Diagnosis> out = new ArrayList<>();
        patient.application().ifPresent(app -> app.components().forEach(c -> {
            if (c.source() instanceof ModuleSource.File(Path source)) {
                Path file = patient.folder().resolve(source);
                String who = c.place().at("source") + ": component \"" + c.id() + "\": ";
                if (!Files.isRegularFile(file)) {
                    Optional<Treatment> build = c.build().map(b -> build(b, c.id(), patient.folder()));
                    out.add(new Diagnosis(who + "its module " + source + " is missing" + (build.isEmpty() ? ", and it has no build command" : ""), true, build));
                } else if (!isModule(file)) {
                    out.add(Diagnosis.serious(who + source + " is no WebAssembly file"));
                }
            }
        }));
        return out;
    }

    private static Treatment build(BuildSpec build, String id, Path folder) {
        return new Treatment.Run("Build component \"" + id + "\": " + build.command(), List.of("/bin/sh", "-c", build.command()),
                build.workdir().map(folder::resolve).orElse(folder));
    }

    private static boolean isModule(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        } catch (IOException e) {
            return false;
        }
    }
}
