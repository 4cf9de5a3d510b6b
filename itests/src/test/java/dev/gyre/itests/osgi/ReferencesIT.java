package dev.gyre.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.w3c.dom.Element;

/**
 * No component refers to itself by way of others, however dynamic and optional the references are: where each is made because the one before
 * it asks for it, Declarative Services gives up, and whoever closes the circle has no service for good.
 */
public class ReferencesIT {
    private record Reference(String service, String target) {
        boolean isMetBy(Component component) {
            try {
                return component.services.contains(service) && (target.isEmpty() || FrameworkUtil.createFilter(target).matches(component.properties));
            } catch (InvalidSyntaxException e) {
                throw new AssertionError(e);
            }
        }
    }

    private record Component(String name, List<String> services, Map<String, String> properties, List<Reference> references) {
        static Component of(Element xml) {
            Map<String, String> properties = new HashMap<>();
            elements(xml, "property").forEach(p -> properties.put(p.getAttribute("name"), p.getAttribute("value")));
            return new Component(xml.getAttribute("name"), elements(xml, "provide").map(p -> p.getAttribute("interface")).toList(), properties,
                    elements(xml, "reference").map(r -> new Reference(r.getAttribute("interface"), r.getAttribute("target"))).toList());
        }

        private static Stream<Element> elements(Element parent, String name) {
            return IntStream.range(0, parent.getElementsByTagName(name).getLength()).mapToObj(i -> (Element) parent.getElementsByTagName(name).item(i));
        }
    }

    private final List<Component> components = new ArrayList<>();
    /** Those from which no way leads back. */
    private final List<Component> ends = new ArrayList<>();

    @Test
    public void noReferencesMakeACircle() throws Exception {
        DocumentBuilder xml = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        for (Path jar : Distribution.bundles()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (JarEntry entry : file.stream().filter(e -> e.getName().matches("OSGI-INF/dev\\.gyre\\.[^/]*\\.xml")).toList()) {
                    try (InputStream in = file.getInputStream(entry)) {
                        components.add(Component.of(xml.parse(in).getDocumentElement()));
                    }
                }
            }
        }
        assertTrue("components: " + components, components.stream().anyMatch(c -> c.services.contains("dev.gyre.api.runtime.Deployments") && !c.references.isEmpty()));
        components.forEach(c -> follow(c, List.of()));
    }

    private void follow(Component component, List<String> way) {
        List<String> here = Stream.concat(way.stream(), Stream.of(component.name)).toList();
        assertEquals("a circle of references", here.stream().distinct().toList(), here);
        if (!ends.contains(component)) {
            components.stream().filter(c -> component.references.stream().anyMatch(r -> r.isMetBy(c))).forEach(c -> follow(c, here));
            ends.add(component);
        }
    }
}
