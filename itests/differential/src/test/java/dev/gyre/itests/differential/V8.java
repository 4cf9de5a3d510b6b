package dev.gyre.itests.differential;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.json.JSONArray;
import org.json.JSONObject;

import dev.gyre.engine.kit.differ.Outcome;
import dev.gyre.engine.kit.differ.Subject;
import dev.gyre.engine.kit.generate.Call;
import dev.gyre.engine.kit.generate.Program;

/** V8 in a Node process: an opinion that shares nothing with any JVM. */
final class V8 implements Subject {
    private Process process;
    private BufferedReader answers;

    @Override
    public String name() {
        return "v8";
    }

    @Override
    public Outcome run(Program program, long millis) {
        JSONObject request = new JSONObject().put("wasm", Base64.getEncoder().encodeToString(program.wasm()));
        JSONArray calls = new JSONArray();
        for (Call call : program.calls()) {
            calls.put(new JSONObject().put("function", call.function()).put("args", call.args().stream().map(String::valueOf).toList()));
        }
        try {
            if (process == null || !process.isAlive()) {
                process = new ProcessBuilder("node", Path.of(System.getProperty("gyre.root"), "itests/differential/src/test/resources/v8.mjs").toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
                answers = process.inputReader(StandardCharsets.UTF_8);
            }
            process.outputWriter(StandardCharsets.UTF_8).append(request.put("calls", calls).toString()).append('\n').flush();
            CompletableFuture<Void> ended = new CompletableFuture<>();
            Process running = process;
            ended.orTimeout(millis, TimeUnit.MILLISECONDS).exceptionally(late -> {
                running.destroyForcibly();
                return null;
            });
            String answer = answers.readLine();
            ended.complete(null);
            if (answer == null) {
                process = null; // it was killed, and may not know yet
                return new Outcome(List.of("trap deadline"), false);
            }
            return outcome(new JSONObject(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome outcome(JSONObject answer) {
        List<String> lines = new ArrayList<>();
        answer.getJSONArray("lines").forEach(l -> lines.add((String) l));
        return new Outcome(lines, answer.getBoolean("conclusive"));
    }

    /** V8 says "signature mismatch" of a null element too, and tells NaN from overflow by nothing. */
    @Override
    public Outcome comparable(Outcome other) {
        return other.map(line -> line.replace("trap uninitialized-element", "trap indirect-call-mismatch")
                .replace("trap invalid-conversion", "trap integer-overflow"));
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
        }
    }
}
