package dev.gyre.api.engine;

/**
 * How well an engine would run a module.
 *
 * @param why in words an operator reads: the missing feature, the function that is too large, or what makes it suit
 */
public record Fit(Level level, String why) {
    /** From worst to best, so that the natural order decides between engines. */
    public enum Level {
        /** It cannot run the module. */
        REFUSED,
        /** It can, far below the speed of compiled code. */
        SLOW,
        GOOD
    }

    public boolean runs() {
        return level != Level.REFUSED;
    }
}
