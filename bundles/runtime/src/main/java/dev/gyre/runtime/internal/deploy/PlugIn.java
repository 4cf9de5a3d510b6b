package dev.gyre.runtime.internal.deploy;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.runtime.DeployException;

/** Calls anybody's code: whatever it throws is an application that cannot run, and no end of the runtime's own thread. Stateless. */
final class PlugIn {
    private static final Logger LOG = LoggerFactory.getLogger(PlugIn.class);

    private PlugIn() {
    }

    /**
     * @param failure what it means when the call fails, as {@code application "a": trigger "timer" cannot be started}
     * @throws GyreException   that the plug-in threw, which is for the user
     * @throws DeployException for whatever else it threw, with its message; the rest of it is in the log
     */
    static <T> T call(String failure, Supplier<T> call) {
        try {
            return Objects.requireNonNull(call.get(), "it gave nothing");
        } catch (GyreException e) {
            throw e;
        } catch (Throwable e) {
            LOG.error("{}", failure, e);
            throw new DeployException(failure + ": " + said(e), e);
        }
    }

    /** An exception's message; the names of errors say more than their messages do. */
    static String said(Throwable thrown) {
        return thrown instanceof Error ? thrown.toString() : Optional.ofNullable(thrown.getMessage()).filter(m -> !m.isBlank()).orElseGet(thrown::toString);
    }
}
