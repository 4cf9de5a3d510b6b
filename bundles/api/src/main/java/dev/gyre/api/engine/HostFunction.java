package dev.gyre.api.engine;

/**
 * A function of the host that guests may call.
 *
 * @param name for back-traces, such as {@code wasi_snapshot_preview1.fd_write}
 */
public record HostFunction(String name, ExternType.Func type, Body body) {
    /**
     * The implementation. Runs on the guest's thread and may block; a {@link Store#interrupt} interrupts that thread.
     * An unchecked exception ends the guest's call and reaches the host's caller as it is.
     */
    @FunctionalInterface
    public interface Body {
        /**
         * @param args one element per parameter, encoded as {@link ValueType} says; valid during the call only
         * @return one element per result; {@link HostFunction#NOTHING} for none
         */
        long[] call(Caller caller, long[] args);
    }

    /** The result of a function without results. */
    public static final long[] NOTHING = {};
}
