package dev.gyre.doctor.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

import dev.gyre.doctor.Check;
import dev.gyre.doctor.Diagnosis;
import dev.gyre.doctor.Patient;
import dev.gyre.doctor.Treatment;

/** Rust and its target for WebAssembly, where a component is built with them. */
@Component(property = "service.ranking:Integer=60")
public final class RustCheck implements Check {
    private static final Pattern TARGET = Pattern.compile("--target[ =](wasm32-[a-z0-9-]+)");
    private static final long PATIENCE_SECONDS = 10;

    private final Function<List<String>, String> run;

    @Activate
    public RustCheck() {
        this(RustCheck::output);
    }

    /** @param run a command's output, empty when it cannot be run */
    RustCheck(Function<List<String>, String> run) {
        this.run = run;
    }

    @Override
    public List<Diagnosis> diagnose(Patient patient) {
        Set<String> targets = new LinkedHashSet<>();
        patient.application().ifPresent(app -> app.components().forEach(c -> c.build().filter(b -> b.command().contains("cargo ")).ifPresent(b -> {
            Matcher m = TARGET.matcher(b.command());
            while (m.find()) {
                targets.add(m.group(1));
            }
        })));
        if (targets.isEmpty()) {
            return List.of();
        }
        String installed = run.apply(List.of("rustup", "target", "list", "--installed"));
        if (installed.isEmpty()) {
            return run.apply(List.of("cargo", "--version")).isEmpty()
                    ? List.of(Diagnosis.serious("a component is built with cargo, which is not installed: see https://www.rust-lang.org/tools/install")) : List.of();
        }
        List<Diagnosis> out = new ArrayList<>();
        targets.stream().filter(t -> !installed.lines().toList().contains(t)).forEach(t -> out.add(Diagnosis.serious("Rust's target " + t + " is not installed",
                new Treatment.Run("Install it: rustup target add " + t, List.of("rustup", "target", "add", t), patient.folder()))));
        return out;
    }

    private static String output(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(false).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0 ? out : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
