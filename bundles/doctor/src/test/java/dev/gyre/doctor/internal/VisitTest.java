package dev.gyre.doctor.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.doctor.Check;
import dev.gyre.manifest.internal.TomlManifestReader;
import dev.gyre.policy.internal.PolicyConfig;
import dev.gyre.policy.internal.PolicyService;

class VisitTest {
    private static final String V2 = "spin_manifest_version = 2 # keep me\n[application]\nname = \"a\"\n[[trigger.http]]\nroute = \"/...\"\ncomponent = \"c\"\n"
            + "[component.c]\nsource = \"c.wasm\"\n";
    private static final String V1 = "name = \"a\"\ntrigger = { type = \"http\" }\n[[component]]\nid = \"c\"\nsource = \"c.wasm\"\n";

    @TempDir
    Path folder;
    private final TomlManifestReader reader = new TomlManifestReader();
    private final PolicyService policy = new PolicyService(policyConfig(), Map.of());
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;

    @BeforeEach
    void capture() throws IOException {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        Files.write(folder.resolve("c.wasm"), new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    }

    private static PolicyConfig policyConfig() {
        return (PolicyConfig) Proxy.newProxyInstance(PolicyConfig.class.getClassLoader(), new Class<?>[] {PolicyConfig.class}, (proxy, method, args) -> method.getDefaultValue());
    }

    @AfterEach
    void release() {
        System.setOut(out);
    }

    private Path manifest() {
        return folder.resolve("spin.toml");
    }

    private boolean visit(String text, boolean agree) throws IOException {
        Files.writeString(manifest(), text);
        List<Check> checks = List.of(new VersionCheck(reader), new TriggerCheck(), new RefusalCheck(), new ModuleCheck(),
                new RustCheck(command -> command.contains("rustup") ? "wasm32-wasip1\n" : "cargo 1"), new HostsCheck(policy), new ContentsCheck(name -> null), new LabelsCheck(reader));
        return new Visit(reader, manifest(), checks, treatment -> agree).run();
    }

    private String shown() {
        return printed.toString(StandardCharsets.UTF_8).replace(folder.toString() + "/", "");
    }

    /** What it was told, and the manifest once everything was agreed to. */
    private void mended(String text, String diagnosis, String expected) throws IOException {
        assertTrue(visit(text, true), shown());
        assertTrue(shown().contains(diagnosis), shown());
        assertEquals(expected, Files.readString(manifest()));
    }

    @Test
    void nothingIsSaidOfWhatIsWell() throws IOException {
        assertTrue(visit(V2, true));
        assertEquals("Nothing is wrong with spin.toml.\n", shown());
        assertEquals(V2, Files.readString(manifest()));
    }

    @Test
    void aMissingOrWrongVersionIsMended() throws IOException {
        mended(V2.substring(V2.indexOf("[app")), "!! the manifest has no \"spin_manifest_version\"", "spin_manifest_version = 2\n" + V2.substring(V2.indexOf("[app")));
        mended(V2.replace("= 2 #", "= \"2\" #"), "spin_manifest_version must be \"1\" or 2, and not \"2\"", V2);
    }

    @Test
    void aManifestOfVersion1IsLedToVersion2StepByStep() throws IOException {
        assertTrue(visit("spin_version = \"1\" # old\n" + V1, true), shown());
        assertEquals("spin_manifest_version = 2\n\n[application]\nname = \"a\"\n\n[application.trigger.http]\n\n[[trigger.http]]\nid = \"trigger-c\"\ncomponent = \"c\"\nroute = \"/...\"\n\n"
                + "[component.c]\nsource = \"c.wasm\"\nallowed_outbound_hosts = [\"redis://*:*\", \"mysql://*:*\", \"postgres://*:*\"]\n", Files.readString(manifest()));
        String text = shown();
        for (String step : List.of("the manifest has the old key \"spin_version\"", "HTTP component \"c\" has no trigger.route", "can be upgraded to version 2")) {
            assertTrue(text.contains(step), text);
        }
    }

    @Test
    void aMissingTriggerOfVersion1IsAdded() throws IOException {
        visit("spin_manifest_version = \"1\"\nname = \"a\"\n", true);
        assertTrue(shown().contains("!! the manifest has no trigger\n   Add trigger = { type = \"http\" }"), shown());
    }

    @Test
    void whatIsMisspeltIsWrittenAsItWasMeant() throws IOException {
        mended(V2.replace("source =", "sorce ="), "component.c.sorce: unknown field; did you mean \"source\"?", V2);
        mended(V2.replace("component = \"c\"", "component = \"cc\""), "there is no component \"cc\"; did you mean \"c\"?", V2);
    }

    @Test
    void labelsNeedARuntimeConfiguration() throws IOException {
        String text = V2 + "key_value_stores = [\"default\", \"cache\"]\nsqlite_databases = [\"books\"]\n";
        assertTrue(visit(text, true), "it may be said elsewhere");
        assertTrue(shown().contains("spin.toml:9:1: what \"cache\" of key_value_stores stands for is not said: the file of --runtime-config-file needs a table "
                + "[key_value_store.cache]\n"), shown());
        assertTrue(shown().contains("a table [sqlite_database.books]\n") && !shown().contains("default"), shown());
        printed.reset();
        Files.writeString(folder.resolve("runtime-config.toml"), "[key_value_store.cache]\ntype = \"spin\"\n");
        assertTrue(visit(text, true));
        assertTrue(shown().contains("[sqlite_database.books], and runtime-config.toml has none") && !shown().contains("cache"), shown());
    }

    @Test
    void whatOnlyTheUserKnowsIsLeftToHim() throws IOException {
        String text = V2.replace("source = \"c.wasm\"", "source = 1");
        assertTrue(!visit(text, true));
        assertTrue(shown().contains("!! spin.toml:8:1: component.c.source: must be a path") && shown().endsWith("Not all is well.\n"), shown());
        assertEquals(text, Files.readString(manifest()));
    }

    @Test
    void aMissingModuleIsBuiltWhereItCanBe() throws IOException {
        Files.delete(folder.resolve("c.wasm"));
        assertTrue(!visit(V2, true));
        assertTrue(shown().contains("its module c.wasm is missing, and it has no build command"), shown());
        printed.reset();
        assertTrue(visit(V2 + "build = { command = \"printf '\\\\0asm\\\\001\\\\0\\\\0\\\\0' > ../c.wasm\", workdir = \".\" }\n".replace("../", ""), true), shown());
        assertTrue(Files.exists(folder.resolve("c.wasm")));
        printed.reset();
        Files.writeString(folder.resolve("c.wasm"), "<html>");
        assertTrue(!visit(V2, true));
        assertTrue(shown().contains("c.wasm is no WebAssembly file"), shown());
    }

    @Test
    void aRustTargetThatIsNotInstalledIsNamed() throws IOException {
        assertTrue(!visit(V2 + "build = { command = \"cargo build --target wasm32-wasip2 --release\" }\n", false));
        assertTrue(shown().contains("!! Rust's target wasm32-wasip2 is not installed\n   Install it: rustup target add wasm32-wasip2"), shown());
        printed.reset();
        assertTrue(visit(V2 + "build = { command = \"cargo build --target wasm32-wasip1 --release\" }\n", false), shown());
    }

    @Test
    void hostsWithoutSchemeAndOldOnesAreMended() throws IOException {
        mended(V2 + "allowed_outbound_hosts = [\"api.example.com\"] # why\n", "\"api.example.com\" of component \"c\" is not usable: it has no scheme",
                V2 + "allowed_outbound_hosts = [\"https://api.example.com\"] # why\n");
        mended(V2 + "allowed_http_hosts = [\"api.example.com\"]\n", "allowed_http_hosts is deprecated",
                V2 + "allowed_outbound_hosts = [\"http://api.example.com\", \"https://api.example.com\"]\n");
    }

    @ParameterizedTest
    @CsvSource({"*, *://*:*", "insecure:allow-all, *://*:*", "http://a.com/path, http://a.com", "https://a.com:8443/v1/x, https://a.com:8443",
        "10.0.0.1:8080, https://10.0.0.1:8080", "http://10.0.0.0/33, http://10.0.0.0"})
    void anEntryThatIsRefusedIsWrittenAsItWasMeant(String entry, String meant) throws IOException {
        mended(V2 + "allowed_outbound_hosts = [\"" + entry + "\", \"http://b.com\"] # why\n", "!! spin.toml:9:27: component.c.allowed_outbound_hosts: \"" + entry + "\" of component",
                V2 + "allowed_outbound_hosts = [\"" + meant + "\", \"http://b.com\"] # why\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "?", "*://x", "http://{{ nope }}", "http://::1:80", "http://a.*.com", "ftp://x/y", "a b"})
    void whatWouldBeRefusedAgainIsNotOffered(String entry) throws IOException {
        String text = V2 + "allowed_outbound_hosts = [\"" + entry + "\"]\n";
        assertTrue(!visit(text, true), shown());
        assertTrue(shown().contains("!! spin.toml:9:27: component.c.allowed_outbound_hosts: \"" + entry + "\" of component") && !shown().contains("Write"), shown());
        assertEquals(text, Files.readString(manifest()));
    }

    @Test
    void whatIsLikelyNotMeantIsNamedButDoesNotMakeItIll() throws IOException {
        assertTrue(visit(V2 + "files = [\"**/*\"]\nallowed_outbound_hosts = [\"*://*:*\"]\n[component.unused]\nsource = \"c.wasm\"\n[variables]\ntoken = { required = true }\n", true), shown());
        for (String advice : List.of("keys and secrets too", "lets it connect to everything", "no trigger sends anything to component \"unused\"",
                "the required variable \"token\" has no value here: set SPIN_VARIABLE_TOKEN")) {
            assertTrue(shown().lines().anyMatch(l -> l.startsWith(" - spin.toml:") && l.contains(advice)), shown());
        }
        assertTrue(shown().endsWith("The rest is well.\n"));
    }

    @Test
    void hiddenRoutesAndMissingFoldersAreSerious() throws IOException {
        String text = V2 + "files = [{ source = \"assets\", destination = \"/\" }]\n[[trigger.http]]\nroute = \"/x\"\ncomponent = \"c\"\n[[trigger.http]]\nroute = \"/x/\"\ncomponent = \"c\"\n";
        assertTrue(!visit(text, true));
        assertTrue(shown().contains("the folder assets of its files does not exist"), shown());
        assertTrue(shown().contains("the route \"/x/\" of trigger \"c-http-trigger\" is never used") || shown().contains("is never used: trigger"), shown());
    }

    @Test
    void nothingIsChangedWithoutConsent() throws IOException {
        String text = "spin_version = \"1\"\n" + V1;
        assertTrue(!visit(text, false));
        assertEquals(text, Files.readString(manifest()));
    }
}
