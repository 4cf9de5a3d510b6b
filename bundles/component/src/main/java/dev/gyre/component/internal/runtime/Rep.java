package dev.gyre.component.internal.runtime;

/**
 * What a handle refers to, on its way from one handle table to another or to the host.
 *
 * @param number of a resource that a component implements
 * @param object of a resource of the host; null otherwise
 */
public record Rep(int number, Object object) {
}
