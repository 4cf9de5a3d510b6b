package dev.gyre.plugins.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import jdk.security.jarsigner.JarSigner;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

import dev.gyre.api.GyreException;

/** Which jars become bundles of the container. */
class PlugInStoreTest {
    private static final String PASSWORD = "changeit";
    private static final String MANIFEST = "Manifest-Version: 1.0\r\nBundle-ManifestVersion: 2\r\nBundle-SymbolicName: acme.trigger\r\n\r\n";

    @TempDir
    Path folder;
    private final List<byte[]> installed = new ArrayList<>();

    private PlugInStore store(Map<String, String> properties) {
        return store(properties, Optional.empty());
    }

    private PlugInStore store(Map<String, String> properties, Optional<Path> installation) {
        Bundle framework = proxy(Bundle.class, Map.of("getSymbolicName", "org.acme.framework", "getLocation", "System Bundle"));
        Bundle ours = proxy(Bundle.class, Map.of("getSymbolicName", "dev.gyre.api", "getLocation", "reference:file:/opt/gyre/bundles/api.jar"));
        BundleContext system = (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (p, method, args) -> {
            switch (method.getName()) {
                case "installBundle" -> {
                    installed.add(((InputStream) args[1]).readAllBytes());
                    return proxy(Bundle.class, Map.of("getBundleId", 7L, "getLastModified", 1L));
                }
                case "getBundles" -> {
                    return new Bundle[] {framework, ours};
                }
                default -> {
                    return null;
                }
            }
        });
        return new PlugInStore(system, Rules.of(properties::get), new Guard(), installation);
    }

    private static <T> T proxy(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (p, method, args) -> answers.get(method.getName())));
    }

    private Path jar(String... namesAndTexts) throws IOException {
        Path file = Files.createTempFile(folder, "plugin", ".jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                out.putNextEntry(new ZipEntry(namesAndTexts[i]));
                out.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private Path bundle() throws IOException {
        return jar("META-INF/MANIFEST.MF", MANIFEST, "acme/Trigger.class", "code", "acme/more.txt", "text");
    }

    private void refused(PlugInStore store, Path jar, String why) {
        String message = assertThrows(GyreException.class, () -> store.install(jar)).getMessage();
        assertTrue(message.startsWith(jar + " ") && message.contains(why), message);
        assertEquals(0, installed.size());
    }

    @Test
    void withoutRulesEveryBundleIsInstalledAndNothingElse() throws Exception {
        PlugInStore store = store(Map.of());
        Path good = bundle();
        store.install(good);
        assertArrayEquals(Files.readAllBytes(good), installed.removeFirst());
        refused(store, Files.writeString(folder.resolve("text.jar"), "no jar"), "is broken");
        byte[] cut = Files.readAllBytes(good);
        refused(store, Files.write(folder.resolve("cut.jar"), Arrays.copyOf(cut, cut.length / 2)), "is broken");
        int code = new String(cut, StandardCharsets.ISO_8859_1).indexOf("acme/Trigger.class") + "acme/Trigger.class".length();
        cut[code] ^= 0x55;
        refused(store, Files.write(folder.resolve("damaged.jar"), cut), "is broken");
        refused(store, jar("a", "b"), "is no OSGi bundle: it has no manifest");
        refused(store, jar("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n\r\n"), "no Bundle-SymbolicName");
        refused(store, jar("META-INF/MANIFEST.MF", MANIFEST, "../../etc/x", "b"), "outside of it");
        refused(store, jar("META-INF/MANIFEST.MF", MANIFEST, "a/B.class", "1", "A/b.class", "2"), "two entries");
        for (String host : List.of("dev.gyre.api;x=y", "\"dev.gyre.api\"", "system.bundle", "org.acme.framework", "org.acme.framework;extension:=framework",
                "other; extension := bootclasspath")) {
            refused(store, jar("META-INF/MANIFEST.MF", MANIFEST.replace("2\r\nBundle-S", "2\r\nFragment-Host: " + host + "\r\nBundle-S")), "fragment");
        }
        assertThrows(GyreException.class, () -> store.install(folder.resolve("none.jar")));
    }

    /** Trusted is a jar of the installation, not whatever a link stands for when somebody looks again. */
    @Test
    void aLinkThatChangesSmugglesNothingIn() throws Exception {
        Path list = Files.writeString(folder.resolve("list"), "# nothing\n");
        Path installation = Files.createDirectory(folder.resolve("installation")).toRealPath();
        Path ours = Files.copy(bundle(), installation.resolve("ours.jar"));
        Path theirs = jar("META-INF/MANIFEST.MF", MANIFEST, "evil", "evil");
        byte[] evil = Files.readAllBytes(theirs);
        PlugInStore store = store(Map.of(Rules.CHECKSUMS, list.toString()), Optional.of(installation));
        Path link = folder.resolve("link.jar");
        AtomicBoolean end = new AtomicBoolean();
        Thread flips = Thread.ofPlatform().start(() -> {
            for (int i = 0; !end.get(); i++) {
                try {
                    Path next = Files.createSymbolicLink(folder.resolve("next"), i % 2 == 0 ? ours : theirs);
                    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        int refusals = 0;
        while (installed.size() < 20 || refusals < 20) {
            try {
                store.install(link);
            } catch (GyreException e) {
                refusals++;
            }
        }
        end.set(true);
        flips.join();
        assertTrue(installed.stream().noneMatch(bytes -> Arrays.equals(bytes, evil)));
    }

    @Test
    void aListOfChecksumsDecides() throws Exception {
        Path list = folder.resolve("list");
        PlugInStore store = store(Map.of(Rules.CHECKSUMS, list.toString()));
        Path jar = bundle();
        refused(store, jar, "cannot be checked");
        Files.writeString(list, "# nothing yet\n");
        String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        refused(store, jar, "its checksum " + sum + " is not in " + list);
        Files.writeString(list, "# allowed\n" + sum.toUpperCase(Locale.ROOT) + "  acme.jar\n");
        store.install(jar);
        assertEquals(1, installed.size());
    }

    private void keytool(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
    }

    private Path keys(String name, String... more) throws Exception {
        Path file = folder.resolve(name + ".p12");
        List<String> words = new ArrayList<>(List.of("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-keystore", file.toString(), "-storepass", PASSWORD,
                "-storetype", "PKCS12", "-validity", "10"));
        words.addAll(List.of(more));
        keytool(words.toArray(String[]::new));
        return file;
    }

    private Path signed(Path jar, Path keys, String alias) throws Exception {
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        JarSigner signer = new JarSigner.Builder((PrivateKey) store.getKey(alias, PASSWORD.toCharArray()),
                CertificateFactory.getInstance("X.509").generateCertPath(Arrays.asList(store.getCertificateChain(alias)))).build();
        Path out = Files.createTempFile(folder, "signed", ".jar");
        try (ZipFile in = new ZipFile(jar.toFile()); OutputStream to = Files.newOutputStream(out)) {
            signer.sign(in, to);
        }
        return out;
    }

    private static String text(Path jar, String name) throws IOException {
        try (ZipFile in = new ZipFile(jar.toFile())) {
            return new String(in.getInputStream(in.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path without(Path jar, String name) throws IOException {
        Path out = Files.createTempFile(folder, "without", ".jar");
        try (ZipFile in = new ZipFile(jar.toFile()); ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(out))) {
            for (ZipEntry entry : in.stream().filter(e -> !e.getName().equals(name)).toList()) {
                to.putNextEntry(new ZipEntry(entry.getName()));
                in.getInputStream(entry).transferTo(to);
            }
        }
        return out;
    }

    /** The same with one more entry or another text of one. */
    private Path changed(Path jar, String name, String text) throws IOException {
        Path out = Files.createTempFile(folder, "changed", ".jar");
        try (ZipFile in = new ZipFile(jar.toFile()); ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(out))) {
            for (ZipEntry entry : in.stream().toList()) {
                to.putNextEntry(new ZipEntry(entry.getName()));
                to.write(entry.getName().equals(name) ? text.getBytes(StandardCharsets.UTF_8) : in.getInputStream(entry).readAllBytes());
            }
            if (in.getEntry(name) == null) {
                to.putNextEntry(new ZipEntry(name));
                to.write(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return out;
    }

    @Test
    void signaturesOfSomebodyTrustedDecideAboutEveryEntry() throws Exception {
        Path acme = keys("acme");
        Path other = keys("other");
        PlugInStore store = store(Map.of(Rules.TRUST, acme.toString(), Rules.PASSWORD, PASSWORD));
        Path jar = bundle();
        refused(store, jar, "acme/Trigger.class is not signed by anybody in " + acme);
        refused(store, signed(jar, other, "other"), "is not signed by anybody");
        Path signed = signed(jar, acme, "acme");
        refused(store, changed(signed, "acme/Added.class", "x"), "acme/Added.class is not signed");
        refused(store, changed(signed, "acme/Trigger.class", "evil"), "is broken");
        refused(store, without(signed, "acme/more.txt"), "its manifest has a digest of acme/more.txt, which is not in it");
        String manifest = text(signed, "META-INF/MANIFEST.MF");
        refused(store, changed(signed, "META-INF/MANIFEST.MF", manifest.replace("acme.trigger", "acme.trigger\r\nBundle-Activator: acme.Other")), "is broken");
        refused(store(Map.of(Rules.TRUST, acme.toString(), Rules.PASSWORD, "wrong")), signed, "cannot be checked");
        refused(store(Map.of(Rules.TRUST, folder.resolve("none").toString())), signed, "cannot be checked");
        store.install(signed);
        assertArrayEquals(Files.readAllBytes(signed), installed.getFirst());
    }

    @Test
    void whomAnAuthorityHasCertifiedIsTrustedAndWhoOnlySaysSoIsNot() throws Exception {
        Path authority = keys("authority", "-ext", "bc:c");
        Path acme = keys("acme");
        Path request = folder.resolve("request");
        Path certificate = folder.resolve("certificate");
        keytool("-certreq", "-alias", "acme", "-keystore", acme.toString(), "-storepass", PASSWORD, "-file", request.toString());
        keytool("-gencert", "-alias", "authority", "-keystore", authority.toString(), "-storepass", PASSWORD, "-infile", request.toString(), "-outfile", certificate.toString(),
                "-validity", "9");
        Path root = folder.resolve("root");
        keytool("-exportcert", "-alias", "authority", "-keystore", authority.toString(), "-storepass", PASSWORD, "-file", root.toString());
        keytool("-importcert", "-noprompt", "-alias", "authority", "-keystore", acme.toString(), "-storepass", PASSWORD, "-file", root.toString());
        keytool("-importcert", "-noprompt", "-alias", "acme", "-keystore", acme.toString(), "-storepass", PASSWORD, "-file", certificate.toString());
        Path trust = folder.resolve("trust.p12");
        keytool("-importcert", "-noprompt", "-alias", "authority", "-keystore", trust.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD, "-file", root.toString());
        PlugInStore store = store(Map.of(Rules.TRUST, trust.toString(), Rules.PASSWORD, PASSWORD));
        store.install(signed(bundle(), acme, "acme"));
        assertEquals(1, installed.size());
        installed.clear();

        // an authority of the same name, with the real one's certificate beside it
        Path faker = keys("faker", "-dname", "CN=authority", "-ext", "bc:c");
        Path evil = keys("evil");
        keytool("-certreq", "-alias", "evil", "-keystore", evil.toString(), "-storepass", PASSWORD, "-file", request.toString());
        keytool("-gencert", "-alias", "faker", "-keystore", faker.toString(), "-storepass", PASSWORD, "-infile", request.toString(), "-outfile", certificate.toString());
        KeyStore keys = KeyStore.getInstance(evil.toFile(), PASSWORD.toCharArray());
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        try (InputStream leaf = Files.newInputStream(certificate); InputStream top = Files.newInputStream(root)) {
            JarSigner signer = new JarSigner.Builder((PrivateKey) keys.getKey("evil", PASSWORD.toCharArray()),
                    factory.generateCertPath(List.of(factory.generateCertificate(leaf), factory.generateCertificate(top)))).build();
            Path out = folder.resolve("evil.jar");
            try (ZipFile in = new ZipFile(bundle().toFile()); OutputStream to = Files.newOutputStream(out)) {
                signer.sign(in, to);
            }
            refused(store, out, "is not signed by anybody");
        }
    }

    /** A jar whose directory names an entry that a reader from front to back does not meet. */
    @Test
    void aJarThatTwoReadersReadDifferentlyIsRefused() throws Exception {
        Path jar = jar("META-INF/MANIFEST.MF", MANIFEST, "acme/A.class", "code");
        byte[] bytes = Files.readAllBytes(jar);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int name = text.lastIndexOf("acme/A.class");
        bytes[name + 5] = 'X'; // in the directory only
        refused(store(Map.of()), Files.write(folder.resolve("hidden.jar"), bytes), "is broken");
        String twice = new String(Files.readAllBytes(jar("META-INF/MANIFEST.MF", MANIFEST, "acme/A.class", "evil", "acme/B.class", "code")), StandardCharsets.ISO_8859_1);
        int first = twice.indexOf("acme/B.class");
        byte[] shadowed = twice.getBytes(StandardCharsets.ISO_8859_1);
        shadowed[first + 5] = 'A'; // in its place only
        refused(store(Map.of()), Files.write(folder.resolve("shadowed.jar"), shadowed), "has two entries acme/A.class");
        refused(store(Map.of()), jar("META-INF/MANIFEST.MF", MANIFEST, "acme/A\0.class", "code"), "is broken");
    }
}
