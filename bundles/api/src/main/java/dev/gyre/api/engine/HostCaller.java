package dev.gyre.api.engine;

/** The host calls a function of its own. */
record HostCaller(Object data) implements Caller {
    @Override
    public CoreInstance instance() {
        throw new TrapException(TrapKind.ABI_VIOLATION, "the function was called by the host, not by an instance");
    }

    @Override
    public LinearMemory memory() {
        throw new TrapException(TrapKind.ABI_VIOLATION, "the function was called by the host, which has no memory");
    }
}
