package dev.gyre.wasi.p2.internal.file;

import dev.gyre.api.host.WitError;
import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.WasiException;

/** A file's {@code error-code} as a function's result. */
public final class FileFailure extends WitError {
    private static final long serialVersionUID = 1L;

    private final FileError error;

    public FileFailure(FileError error) {
        super(error.name());
        this.error = error;
    }

    static FileFailure of(WasiError error) {
        return new FileFailure(FileError.of(error));
    }

    @Override
    public FileError error() {
        return error;
    }

    /** Something that fails as the back end does. */
    interface Call<T> {
        T run();
    }

    /** Does it, and fails as this interface does. */
    static <T> T call(Call<T> call) throws FileFailure {
        try {
            return call.run();
        } catch (WasiException e) {
            throw of(e.error());
        }
    }

    /** The same for what gives nothing. */
    static void run(Runnable call) throws FileFailure {
        call(() -> {
            call.run();
            return true;
        });
    }
}
