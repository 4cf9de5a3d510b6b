package dev.gyre.component.link;

/**
 * What an instance of a component may make the host hold for it, beside its memory and tables. Immutable.
 *
 * @param handles    of all component instances in it together, at one time
 * @param valueBytes of the strings and lists that one call takes out of the guest's memory; lists may point to the same bytes any number of times
 */
public record ComponentLimits(int handles, long valueBytes) {
    public static final ComponentLimits DEFAULT = new ComponentLimits(1 << 20, 128L << 20);
}
