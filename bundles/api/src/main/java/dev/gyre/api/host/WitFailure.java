package dev.gyre.api.host;

/** The error of a {@code result} whose error has no payload. */
public final class WitFailure extends WitError {
    private static final long serialVersionUID = 1L;

    public WitFailure() {
        super("failed");
    }

    /** Nothing: there is no payload. */
    @Override
    public Void error() {
        return null;
    }
}
