package dev.gyre.api.app;

import dev.gyre.api.config.ConfigTable;

/**
 * Sends events of one trigger to one component.
 *
 * @param type        of the trigger: {@code http}, {@code redis}, or a third party's
 * @param id          unique in the application; in manifest v1 the component's id
 * @param componentId the component that handles the events
 * @param config      the binding's table ({@code component.trigger} in manifest v1), unread: the trigger parses it
 */
public record TriggerBinding(String type, String id, String componentId, ConfigTable config) {
}
