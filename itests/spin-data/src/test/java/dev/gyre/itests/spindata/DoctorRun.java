package dev.gyre.itests.spindata;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.gyre.doctor.internal.ContentsCheck;
import dev.gyre.doctor.internal.DoctorCommand;
import dev.gyre.doctor.internal.RefusalCheck;
import dev.gyre.doctor.internal.TriggerCheck;
import dev.gyre.doctor.internal.VersionCheck;
import dev.gyre.manifest.internal.TomlManifestReader;

/** A visit to the doctor at which everything is agreed to. */
final class DoctorRun {
    private DoctorRun() {
    }

    /** The text of a copy of the manifest afterwards. */
    static String cure(Path manifest) throws IOException {
        Path folder = Files.createTempDirectory("gyre-doctor");
        Path copy = Files.copy(manifest, folder.resolve("spin.toml"));
        TomlManifestReader reader = new TomlManifestReader();
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        try {
            DoctorCommand.visit(reader, copy, List.of(new VersionCheck(reader), new TriggerCheck(), new RefusalCheck(), new ContentsCheck()));
            return Files.readString(copy);
        } finally {
            System.setOut(out);
            Files.delete(copy);
            Files.delete(folder);
        }
    }
}
