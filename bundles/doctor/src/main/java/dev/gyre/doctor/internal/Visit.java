package dev.gyre.doctor.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.gyre.api.GyreException;
import dev.gyre.api.Printable;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.doctor.Check;
import dev.gyre.doctor.Diagnosis;
import dev.gyre.doctor.Patient;
import dev.gyre.doctor.Treatment;

/** One visit: after each treatment everything is looked at again, since one trouble hides another. For one thread. */
final class Visit {
    private static final int MAX_TREATMENTS = 100;

    private final ManifestReader reader;
    private final Path manifest;
    private final List<Check> checks;
    private final Predicate<Treatment> agreed;
    private final Set<String> seen = new HashSet<>();
    private boolean well = true;

    Visit(ManifestReader reader, Path manifest, List<Check> checks, Predicate<Treatment> agreed) {
        this.reader = reader;
        this.manifest = manifest;
        this.checks = checks;
        this.agreed = agreed;
    }

    /** @return whether nothing serious is left */
    boolean run() {
        for (int i = 0; i < MAX_TREATMENTS; i++) {
            Optional<Treatment> treatment = next();
            if (treatment.isEmpty()) {
                System.out.println(seen.isEmpty() ? "Nothing is wrong with " + Printable.of(manifest.toString()) + "." : well ? "The rest is well." : "Not all is well.");
                return well;
            }
            apply(treatment.get());
        }
        throw new GyreException("treating " + manifest + " does not come to an end");
    }

    /** The first treatment that is agreed to. */
    private Optional<Treatment> next() {
        Patient patient = patient();
        for (Check check : checks) {
            for (Diagnosis diagnosis : check.diagnose(patient)) {
                if (seen.add(diagnosis.description())) {
                    System.out.println((diagnosis.serious() ? "!! " : " - ") + Printable.of(diagnosis.description()));
                    diagnosis.treatment().ifPresent(t -> System.out.println("   " + Printable.of(t.summary())));
                    Optional<Treatment> treatment = diagnosis.treatment().filter(agreed);
                    if (treatment.isPresent()) {
                        return treatment;
                    }
                    well &= !diagnosis.serious();
                }
            }
        }
        return Optional.empty();
    }

    private Patient patient() {
        String text;
        try {
            text = Files.readString(manifest);
        } catch (IOException e) {
            throw new GyreException("cannot read " + manifest + ": " + e, e);
        }
        Optional<ConfigTable> table = Optional.empty();
        try {
            table = Optional.of(reader.table(text, manifest.toString()));
            Application app = reader.read(text, manifest.toString(), new Origin.Manifest(manifest));
            return new Patient(manifest, text, table, Optional.of(app), Optional.empty());
        } catch (ConfigException e) {
            return new Patient(manifest, text, table, Optional.empty(), Optional.of(e));
        }
    }

    private void apply(Treatment treatment) {
        try {
            switch (treatment) {
                case Treatment.Edit edit -> {
                    Path next = manifest.resolveSibling(manifest.getFileName() + ".new");
                    Files.writeString(next, edit.manifest());
                    Files.move(next, manifest, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
                case Treatment.Run run -> {
                    int code = new ProcessBuilder(run.command()).directory(run.folder().toFile()).inheritIO().start().waitFor();
                    if (code != 0) {
                        throw new GyreException("the command ended with " + code + ": " + String.join(" ", run.command()));
                    }
                }
            }
        } catch (IOException e) {
            throw new GyreException("the treatment failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GyreException("the treatment was interrupted", e);
        }
    }
}
