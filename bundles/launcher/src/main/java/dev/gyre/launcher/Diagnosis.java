package dev.gyre.launcher;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Why nobody runs the command: the Declarative Services components that wait for something.
 *
 * <p>Asks the container's {@code ServiceComponentRuntime} by reflection, because its API is a bundle's and the launcher sees
 * none.
 */
final class Diagnosis {
    /** {@code ComponentConfigurationDTO}'s states below satisfied. */
    private static final int UNSATISFIED_CONFIGURATION = 1;
    private static final int UNSATISFIED_REFERENCE = 2;
    private static final int FAILED_ACTIVATION = 16;

    private Diagnosis() {
    }

    /** @return a line for each component of the container that is not satisfied; empty if Declarative Services does not run */
    static List<String> waitingComponents(BundleContext context) {
        ServiceReference<?> reference = context.getServiceReference("org.osgi.service.component.runtime.ServiceComponentRuntime");
        if (reference == null) {
            return List.of("Declarative Services (org.apache.felix.scr) does not run");
        }
        List<String> lines = new ArrayList<>();
        try {
            Object runtime = context.getService(reference);
            for (Object description : descriptions(runtime)) {
                for (Object configuration : configurations(runtime, description)) {
                    String reason = reason(configuration);
                    if (!reason.isEmpty()) {
                        lines.add(field(description, "name") + " of " + bundleName(description) + " " + reason);
                    }
                }
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            lines.add("the state of the components cannot be told: " + e);
        }
        return lines;
    }

    private static Collection<?> descriptions(Object runtime) throws ReflectiveOperationException {
        Class<?> type = runtimeType(runtime);
        Class<?> bundles = Class.forName("[Lorg.osgi.framework.Bundle;", false, type.getClassLoader());
        Object none = java.lang.reflect.Array.newInstance(bundles.getComponentType(), 0);
        return (Collection<?>) type.getMethod("getComponentDescriptionDTOs", bundles).invoke(runtime, none);
    }

    private static Collection<?> configurations(Object runtime, Object description) throws ReflectiveOperationException {
        return (Collection<?>) runtimeType(runtime).getMethod("getComponentConfigurationDTOs", description.getClass()).invoke(runtime, description);
    }

    private static Class<?> runtimeType(Object runtime) {
        for (Class<?> type : runtime.getClass().getInterfaces()) {
            if (type.getSimpleName().equals("ServiceComponentRuntime")) {
                return type;
            }
        }
        throw new IllegalStateException("no ServiceComponentRuntime: " + runtime.getClass());
    }

    private static String reason(Object configuration) throws ReflectiveOperationException {
        return switch ((int) field(configuration, "state")) {
            case UNSATISFIED_CONFIGURATION -> "waits for its configuration";
            case UNSATISFIED_REFERENCE -> "waits for " + missing(configuration);
            case FAILED_ACTIVATION -> "failed: " + String.valueOf(field(configuration, "failure")).lines().findFirst().orElse("");
            default -> "";
        };
    }

    private static String missing(Object configuration) throws ReflectiveOperationException {
        List<String> missing = new ArrayList<>();
        for (Object reference : (Object[]) field(configuration, "unsatisfiedReferences")) {
            Object target = field(reference, "target");
            missing.add(field(reference, "name") + (target == null ? "" : " " + target));
        }
        return String.join(", ", missing);
    }

    private static String bundleName(Object description) throws ReflectiveOperationException {
        return String.valueOf(field(field(description, "bundle"), "symbolicName"));
    }

    private static Object field(Object dto, String name) throws ReflectiveOperationException {
        return dto.getClass().getField(name).get(dto);
    }
}
