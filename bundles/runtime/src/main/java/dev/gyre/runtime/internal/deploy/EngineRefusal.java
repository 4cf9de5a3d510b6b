package dev.gyre.runtime.internal.deploy;

import dev.gyre.api.runtime.DeployException;

/** An engine did not compile a module it seemed to fit. */
final class EngineRefusal extends DeployException {
    private static final long serialVersionUID = 1L;

    private final long engine;
    private final String digest;
    private final String reason;

    /** @param engine the service's id */
    EngineRefusal(long engine, LoadedModule module, String reason, Throwable cause) {
        super(reason, cause);
        this.engine = engine;
        this.digest = module.digest();
        this.reason = reason;
    }

    void note(Refusals refusals) {
        refusals.add(engine, digest, reason);
    }
}
