package dev.gyre.plugins.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes bundles for tests. */
final class BundleJar {
    private BundleJar() {
    }

    /**
     * A bundle with {@link Behaving} inside, in one step.
     *
     * @param headers lines that end with {@code \r\n}
     */
    static Path write(Path jar, String headers) throws IOException {
        Path fresh = jar.resolveSibling(jar.getFileName() + ".new");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(fresh))) {
            out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            out.write(("Manifest-Version: 1.0\r\nBundle-ManifestVersion: 2\r\n" + headers + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("acme/library/text"));
            out.write(headers.getBytes(StandardCharsets.UTF_8));
            String activator = Behaving.class.getName().replace('.', '/') + ".class";
            out.putNextEntry(new ZipEntry(activator));
            try (InputStream in = Behaving.class.getClassLoader().getResourceAsStream(activator)) {
                in.transferTo(out);
            }
        }
        return Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Headers of a bundle that starts as it is told. */
    static String plugIn(String name, String version, String behave) {
        return "Bundle-SymbolicName: " + name + ";singleton:=true\r\nBundle-Version: " + version + "\r\nBundle-Activator: " + Behaving.class.getName()
                + "\r\nBehave: " + behave + "\r\nImport-Package: org.osgi.framework\r\n";
    }
}
