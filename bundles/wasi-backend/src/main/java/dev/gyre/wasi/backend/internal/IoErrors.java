package dev.gyre.wasi.backend.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Map;

import dev.gyre.wasi.backend.WasiError;

/** Tells the JDK's exceptions apart. */
public final class IoErrors {
    /** The JDK passes most of errno on as the C library's text alone. */
    private static final Map<String, WasiError> TEXTS = Map.ofEntries(
            Map.entry("Operation not permitted", WasiError.NOT_PERMITTED),
            Map.entry("Permission denied", WasiError.ACCESS),
            Map.entry("Is a directory", WasiError.IS_DIRECTORY),
            Map.entry("Not a directory", WasiError.NOT_DIRECTORY),
            Map.entry("Directory not empty", WasiError.NOT_EMPTY),
            Map.entry("File exists", WasiError.EXISTS),
            Map.entry("File name too long", WasiError.NAME_TOO_LONG),
            Map.entry("Too many levels of symbolic links", WasiError.LOOP),
            Map.entry("Too many links", WasiError.TOO_MANY_LINKS),
            Map.entry("Invalid cross-device link", WasiError.CROSS_DEVICE),
            Map.entry("Cross-device link", WasiError.CROSS_DEVICE),
            Map.entry("Read-only file system", WasiError.READ_ONLY),
            Map.entry("No space left on device", WasiError.NO_SPACE),
            Map.entry("Disk quota exceeded", WasiError.QUOTA),
            Map.entry("File too large", WasiError.FILE_TOO_LARGE),
            Map.entry("Invalid argument", WasiError.INVALID),
            Map.entry("Device or resource busy", WasiError.BUSY),
            Map.entry("Text file busy", WasiError.TEXT_FILE_BUSY),
            Map.entry("Too many open files", WasiError.TOO_MANY_HOST_FILES),
            Map.entry("Too many open files in system", WasiError.TOO_MANY_HOST_FILES),
            Map.entry("Broken pipe", WasiError.PIPE),
            Map.entry("Pipe closed", WasiError.PIPE),
            Map.entry("Stream closed", WasiError.PIPE));

    private IoErrors() {
    }

    public static WasiError classify(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> WasiError.NO_ENTRY;
            case FileAlreadyExistsException _ -> WasiError.EXISTS;
            case DirectoryNotEmptyException _ -> WasiError.NOT_EMPTY;
            case NotDirectoryException _ -> WasiError.NOT_DIRECTORY;
            case NotLinkException _ -> WasiError.INVALID;
            case AccessDeniedException _ -> WasiError.ACCESS;
            case FileSystemLoopException _ -> WasiError.LOOP;
            case AtomicMoveNotSupportedException _ -> WasiError.CROSS_DEVICE;
            case ClosedByInterruptException _ -> WasiError.INTERRUPTED;
            case InterruptedIOException _ -> WasiError.INTERRUPTED;
            case ClosedChannelException _ -> WasiError.PIPE;
            case EOFException _ -> WasiError.PIPE;
            case FileSystemException f -> text(f.getReason());
            default -> text(e.getMessage());
        };
    }

    private static WasiError text(String reason) {
        if (reason == null) {
            return WasiError.IO;
        }
        WasiError known = TEXTS.get(reason);
        if (known != null) {
            return known;
        }
        return reason.startsWith("Too many levels of symbolic links") ? WasiError.LOOP : WasiError.IO;
    }
}
