package dev.gyre.itests.e2e;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Method;
import com.sun.jdi.StringReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;

/**
 * Kills a process at a place in its code, with the JVM's debugging interface, so that nothing in the product knows of it. Stateless.
 */
final class KillAt {
    /** For the process that is to be killed. */
    static final Map<String, String> ENVIRONMENT =
            Map.of("JAVA_TOOL_OPTIONS", "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0");
    private static final Pattern ADDRESS = Pattern.compile("Listening for transport dt_socket at address: (\\d+)");

    private KillAt() {
    }

    /** @param argument a value that the method is called with, or nothing for every call */
    record Place(String type, String method, String argument) {
    }

    /** Does something that leads to a place, and kills the process there. */
    static void kill(Gyre gyre, Place place, Runnable change) throws Exception {
        VirtualMachine vm = attach(gyre);
        vm.eventRequestManager().createBreakpointRequest(method(vm, place).location()).enable();
        Thread doing = Thread.ofVirtual().start(change);
        try {
            EventSet events = vm.eventQueue().remove(60_000);
            while (events != null && events.stream().noneMatch(e -> isAt(e, place))) {
                events.resume();
                events = vm.eventQueue().remove(60_000);
            }
            if (events == null) {
                throw new AssertionError("it never came to " + place + "\n" + gyre.output());
            }
        } finally {
            gyre.process().destroyForcibly().waitFor();
            doing.join();
        }
    }

    private static VirtualMachine attach(Gyre gyre) throws IOException, IllegalConnectorArgumentsException {
        Matcher address = ADDRESS.matcher(gyre.awaitOut("Listening for transport"));
        if (!address.find()) {
            throw new AssertionError(gyre.output());
        }
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(c -> c.transport().name().equals("dt_socket")).findFirst().orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(address.group(1));
        return connector.attach(arguments);
    }

    private static Method method(VirtualMachine vm, Place place) {
        return vm.classesByName(place.type).stream().flatMap(t -> t.methods().stream()).filter(m -> m.name().startsWith(place.method)).findFirst()
                .orElseThrow(() -> new AssertionError("no method " + place));
    }

    private static boolean isAt(Event event, Place place) {
        try {
            return event instanceof BreakpointEvent stop && (place.argument.isEmpty()
                    || stop.thread().frame(0).getArgumentValues().stream().anyMatch(v -> v instanceof StringReference s && s.value().equals(place.argument)));
        } catch (IncompatibleThreadStateException e) {
            throw new IllegalStateException(e);
        }
    }
}
