package dev.gyre.api.host;

import java.util.List;

import dev.gyre.api.app.Application;

/**
 * Fills an application's variables into texts that refer to them in double braces, for whoever reads such a text from a manifest:
 * the outbound policy, a trigger. An OSGi service. Thread-safe; may block on the providers of variables.
 */
public interface TemplateResolver {
    /**
     * @param template text with references such as {@code {{ host }}}
     * @return the text with the values they have now, some of which may be secret
     * @throws dev.gyre.api.GyreException when a variable is not declared or has no value; the message has no values
     */
    String resolve(Application application, String template);

    /** The names of the application's required variables that no provider has a value for now; one whose provider cannot tell is none of them. */
    default List<String> missing(Application application) {
        return List.of();
    }
}
