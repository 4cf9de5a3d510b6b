package dev.gyre.cli.internal.control;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a thread was doing that changes a bundle. Immutable.
 *
 * @param stack innermost first
 */
record Doing(List<StackTraceElement> stack) {
    private static final int LINES = 10;
    /** Where a change waits for the framework's own thread, which stops and starts what is wired to the bundle. */
    private static final String REFRESHING = "dev.gyre.plugins.internal.Refresh";
    /** Of Felix. */
    private static final String WIRING = "FelixFrameworkWiring";
    private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.");
    private static final List<String> FRAMEWORK = List.of("org.apache.felix.framework.", "org.apache.felix.scr.");

    /** That of the framework's thread when that is the one to wait for. */
    static Doing of(Thread thread) {
        List<StackTraceElement> own = List.of(thread.getStackTrace());
        if (own.stream().noneMatch(frame -> frame.getClassName().equals(REFRESHING))) {
            return new Doing(own);
        }
        return new Doing(Thread.getAllStackTraces().entrySet().stream().filter(e -> e.getKey().getName().equals(WIRING)).findFirst()
                .map(e -> List.of(e.getValue())).orElse(own));
    }

    private static boolean isOf(StackTraceElement frame, List<String> packages) {
        return packages.stream().anyMatch(frame.getClassName()::startsWith);
    }

    /** The method that the framework called and that does not return; nothing when the framework itself waits. */
    Optional<StackTraceElement> called() {
        Optional<StackTraceElement> outermost = Optional.empty();
        for (StackTraceElement frame : stack) {
            if (isOf(frame, FRAMEWORK)) {
                if (outermost.isPresent()) {
                    return outermost;
                }
            } else if (!isOf(frame, JDK)) {
                outermost = Optional.of(frame);
            }
        }
        return Optional.empty(); // what the stack begins with is who changes the bundle
    }

    /**
     * @param owner  gives the name of the bundle a class is of
     * @param others what the framework may be waiting for
     */
    String describe(UnaryOperator<String> owner, String others) {
        String who = called().map(frame -> owner.apply(frame.getClassName()) + " is in " + frame.getClassName() + "." + frame.getMethodName())
                .orElse("the framework waits, maybe for " + others);
        return who + stack.stream().limit(LINES).map(frame -> "\n    at " + frame).collect(Collectors.joining())
                + (stack.size() > LINES ? "\n    ..." : "");
    }
}
