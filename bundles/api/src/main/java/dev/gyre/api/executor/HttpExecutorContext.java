package dev.gyre.api.executor;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.runtime.ExecutionContext;

/**
 * What an executor prepares from.
 *
 * @param component the component behind the route
 * @param config    the {@code executor} table, {@code type} included; the executor refuses keys it does not know
 * @param execution where it leases instances
 */
public record HttpExecutorContext(ComponentContext component, ConfigTable config, ExecutionContext execution) {
}
