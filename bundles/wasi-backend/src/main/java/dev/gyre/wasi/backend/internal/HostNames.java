package dev.gyre.wasi.backend.internal;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import dev.gyre.wasi.backend.WasiError;

/**
 * Turns a guest's names, which are UTF-8, into the host's and back, byte for byte.
 *
 * <p>The JDK converts file names with the locale's encoding, which is ASCII when a service is started without a locale. Its
 * {@code file:} URIs carry the bytes as they are, and so are used for everything but ASCII.
 */
public final class HostNames {
    private static final Set<String> WINDOWS_DEVICES = Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$");

    private HostNames() {
    }

    /**
     * A name as a path of one component.
     *
     * @throws dev.gyre.wasi.backend.WasiException {@link WasiError#NO_ENTRY} for what cannot be a name on this host
     */
    public static Path toHost(Path directory, String name) {
        boolean windows = directory.getFileSystem().getSeparator().equals("\\");
        if (windows && badOnWindows(name) || name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")) {
            throw WasiError.NO_ENTRY.exception();
        }
        Path path = windows || ascii(name) ? plain(directory, name) : exact(name).getFileName();
        if (path.isAbsolute() || path.getRoot() != null || path.getNameCount() != 1) {
            throw WasiError.NO_ENTRY.exception();
        }
        return path;
    }

    /** The target of a symbolic link to be made; it is only text to the host until someone follows it. */
    public static Path targetToHost(Path directory, String target) {
        if (directory.getFileSystem().getSeparator().equals("\\") || ascii(target)) {
            return plain(directory, target);
        }
        Path absolute = exact(target);
        return absolute.subpath(0, absolute.getNameCount());
    }

    /** The target of a symbolic link; nothing when it is not UTF-8. */
    public static Optional<String> targetToGuest(Path target) {
        String text = target.toString();
        if (ascii(text)) {
            return Optional.of(text.replace(target.getFileSystem().getSeparator(), "/"));
        }
        StringBuilder guest = new StringBuilder(target.isAbsolute() ? "/" : "");
        for (Path element : target) {
            Optional<String> name = toGuest(element);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            guest.append(guest.isEmpty() || guest.charAt(guest.length() - 1) == '/' ? "" : "/").append(name.get());
        }
        return Optional.of(guest.toString());
    }

    /** A name of the host's as the guest sees it; nothing when it is not UTF-8, for the guest could not name it either. */
    public static Optional<String> toGuest(Path name) {
        String text = name.toString();
        if (ascii(text) || name.getFileSystem().getSeparator().equals("\\")) {
            return Optional.of(text);
        }
        String uri = name.toUri().getRawPath();
        // The JDK marks what happens to be a folder relative to its own working directory with a slash.
        String path = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
        return decode(path.substring(path.lastIndexOf('/') + 1));
    }

    /** Names that Windows takes for a device, or changes silently (CVE-2024-51745 among others). */
    static boolean badOnWindows(String name) {
        if (name.chars().anyMatch(c -> c < ' ' || "\\/:*?\"<>|".indexOf(c) >= 0) || name.endsWith(".") || name.endsWith(" ")) {
            return true;
        }
        int dot = name.indexOf('.');
        String stem = (dot < 0 ? name : name.substring(0, dot)).stripTrailing().toUpperCase(Locale.ROOT);
        return WINDOWS_DEVICES.contains(stem)
                || stem.length() == 4 && (stem.startsWith("COM") || stem.startsWith("LPT")) && "0123456789¹²³".indexOf(stem.charAt(3)) >= 0;
    }

    private static Path plain(Path directory, String name) {
        try {
            return directory.getFileSystem().getPath(name);
        } catch (InvalidPathException e) {
            throw WasiError.NO_ENTRY.exception();
        }
    }

    /** An absolute path that ends with these bytes. */
    private static Path exact(String text) {
        StringBuilder uri = new StringBuilder("file:///");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b == '/') {
                uri.append('/');
            } else {
                uri.append('%').append(HexFormat.of().toHexDigits(b));
            }
        }
        return Path.of(URI.create(uri.toString()));
    }

    private static Optional<String> decode(String percented) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < percented.length(); i++) {
            char c = percented.charAt(i);
            if (c == '%') {
                bytes.write(HexFormat.fromHexDigits(percented, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
