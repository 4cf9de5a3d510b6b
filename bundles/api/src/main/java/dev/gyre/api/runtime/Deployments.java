package dev.gyre.api.runtime;

import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

import dev.gyre.api.app.Application;

/** The applications of this container. An OSGi service. Thread-safe. */
@ProviderType
public interface Deployments {
    /**
     * Compiles, links and starts an application. Blocks until it serves, or until it is known what it waits for.
     *
     * @throws DeployException                     when it can never run as it is
     * @throws dev.gyre.api.config.ConfigException when something the user wrote cannot be used
     */
    Deployment deploy(Application application, DeployOptions options);

    /**
     * What an application would wait for if it were deployed now, in words; nothing of it runs. Reads its modules.
     *
     * @throws DeployException when it can never run as it is
     */
    List<String> missing(Application application);

    /**
     * Whether some application is about to take events that nobody takes yet: it is being deployed, or a trigger it has waited for has come. Asked often.
     */
    default boolean settling() {
        return false;
    }

    /** In order of deployment. */
    List<Deployment> deployments();
}
