package dev.gyre.engine.chicory.internal.code;

/**
 * What a store's guests have left of their thread's stack. Compiled functions hand it to each other; here is what the one had that called
 * something else last. All in bytes. For the store's thread.
 */
public final class StackLeft {
    /** For host functions, for functions that do not count, and 104 KiB that the JVM keeps for itself. */
    private static final long RESERVE = 384 << 10;
    /** Of a stack is left besides at least, where calls take more than they are taken for. */
    private static final int PART = 4;
    /** What lies between a host function and the guest function it calls. */
    private static final int NESTED = 8 << 10;

    private final UsualStack usual;
    private final boolean isUsual;
    private final int all;
    private int least;
    /** What the compiled function had that called something else last, less what that takes to be called. */
    int bytes;
    /** In the host function that runs. */
    private int host;

    /** @param stackBytes of the thread; 0 for the usual */
    public StackLeft(long stackBytes, UsualStack usual) {
        this.usual = usual;
        this.isUsual = stackBytes == 0;
        this.all = forGuests(isUsual ? usual.bytes() : stackBytes);
    }

    private static int forGuests(long stackBytes) {
        return (int) Math.min(Integer.MAX_VALUE / 2, Math.max(stackBytes - Math.max(RESERVE, stackBytes / PART), stackBytes / 2));
    }

    /** Below this a call has no room. */
    public int least() {
        return least;
    }

    /** More is needed than was taken for certain: finds out how much there is. */
    public void deepen() {
        if (isUsual) {
            least = Math.min(0, all - forGuests(usual.ask()));
        }
    }

    /** For whoever calls a function from outside. */
    public int bytes() {
        return bytes;
    }

    public void bytes(int left) {
        bytes = left;
    }

    /** No guest runs, so all of it is left. */
    public void renew() {
        bytes = all;
    }

    /** A host function is called. @return what was left in the one that surrounds it, for {@link #leaveHost} */
    public int enterHost() {
        int before = host;
        host = bytes;
        return before;
    }

    public void leaveHost(int before) {
        bytes = host;
        host = before;
    }

    /** A host function calls a guest. */
    public void enterNested() {
        bytes = host - NESTED;
    }

    /** What is left in the host function that runs. */
    public int host() {
        return host;
    }

    /** Another thread has run guests of the store meanwhile, on a stack of its own. */
    public void host(int left) {
        host = left;
    }
}
