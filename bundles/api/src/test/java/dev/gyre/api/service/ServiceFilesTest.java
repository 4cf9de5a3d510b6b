package dev.gyre.api.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleReference;

class ServiceFilesTest {
    /** The service of a library. */
    public interface Codec {
    }

    /** Its implementation, in a bundle of its own. */
    public static final class BundleCodec implements Codec {
    }

    /** Lives in a bundle in these tests. */
    public static final class User {
    }

    @TempDir
    Path folder;

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(ServiceFilesTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Bundle bundle(String name, int state, List<URL> resources) {
        return fake(Bundle.class, (self, method, args) -> switch (method.getName()) {
            case "getSymbolicName" -> name;
            case "getState" -> state;
            case "getResources" -> resources.isEmpty() ? null : Collections.enumeration(resources);
            case "loadClass" -> {
                if (resources.isEmpty() || !args[0].equals(BundleCodec.class.getName())) {
                    throw new ClassNotFoundException((String) args[0]);
                }
                yield BundleCodec.class;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    /** The class as a bundle's loader defines it. */
    private static Class<?> inBundle(Class<?> type, Bundle... all) throws Exception {
        BundleContext context = fake(BundleContext.class, (self, method, args) -> all);
        Bundle own = fake(Bundle.class, (self, method, args) -> context);
        class Loader extends ClassLoader implements BundleReference {
            Loader() {
                super(null);
            }

            @Override
            public Bundle getBundle() {
                return own;
            }

            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (!name.equals(type.getName())) {
                    throw new ClassNotFoundException(name);
                }
                try (InputStream in = type.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
                    byte[] bytes = in.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
        return new Loader().loadClass(type.getName());
    }

    private static List<String> codecs() {
        return ServiceLoader.load(Codec.class).stream().map(p -> p.type().getSimpleName()).toList();
    }

    @Test
    void servicesOfTheLibrarysBundlesAreSeenWhileTheActionRuns() throws Exception {
        Path file = Files.writeString(folder.resolve("codec"), BundleCodec.class.getName());
        Class<?> user = inBundle(User.class, bundle("lib.broken", Bundle.INSTALLED, List.of()), bundle("lib.plain", Bundle.ACTIVE, List.of()),
                bundle("lib.codec", Bundle.RESOLVED, List.of(file.toUri().toURL())), bundle("other", Bundle.ACTIVE, List.of(file.toUri().toURL())));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        assertEquals(List.of("BundleCodec"), ServiceFiles.visible(user, "lib.", ServiceFilesTest::codecs));
        assertSame(before, Thread.currentThread().getContextClassLoader());
        assertEquals(List.of(), ServiceFiles.visible(user, "lib.plain", ServiceFilesTest::codecs));
    }

    @Test
    void theThreadGetsItsLoaderBackAfterAFailureToo() throws Exception {
        Class<?> user = inBundle(User.class);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        assertThrows(IllegalStateException.class, () -> ServiceFiles.visible(user, "lib.", () -> {
            throw new IllegalStateException();
        }));
        assertSame(before, Thread.currentThread().getContextClassLoader());
    }

    @Test
    void outsideOsgiTheActionJustRuns() {
        assertEquals("done", ServiceFiles.visible(ServiceFilesTest.class, "lib.", () -> "done"));
    }
}
