package dev.gyre.api;

import java.lang.management.ManagementFactory;

import com.sun.management.HotSpotDiagnosticMXBean;

/** The stack that threads have by this JVM's options. Virtual ones may use as much, less what a few calls take. Stateless. */
public final class ThreadStack {
    /** HotSpot's when no option says otherwise, in bytes. */
    public static final long USUAL = 1L << 20;

    private ThreadStack() {
    }

    /**
     * Asks the JVM, whose management starts for it: that takes a tenth of a second, and blocks. It is done on a thread of its own, since the
     * caller may have used most of its stack.
     *
     * @return bytes; {@link #USUAL} where the JVM does not tell
     */
    public static long ask() {
        long[] bytes = {USUAL};
        Thread asking = Thread.ofPlatform().daemon().name("gyre-thread-stack").start(() -> bytes[0] = option());
        Uninterrupted.await(() -> {
            asking.join();
            return null;
        });
        return bytes[0];
    }

    private static long option() {
        try {
            String kilobytes = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption("ThreadStackSize").getValue();
            return kilobytes.equals("0") ? USUAL : Long.parseLong(kilobytes) << 10;
        } catch (RuntimeException e) {
            return USUAL; // another kind of JVM
        }
    }
}
