package dev.gyre.host.variables.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.ServiceReference;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Variable;
import dev.gyre.api.host.VariableProvider;
import dev.gyre.host.rig.Apps;

class ResolverTest {
    private final ProviderList providers = new ProviderList();

    private String resolve(Application application, String path) {
        return new Resolver(application, new VariableTree(application), providers).resolve(VariablePath.parse(path));
    }

    private VariableException fails(Application application, String path) {
        return assertThrows(VariableException.class, () -> resolve(application, path));
    }

    /** A reference that knows only its ranking. */
    @SuppressWarnings("unchecked")
    static ServiceReference<VariableProvider> ranked(int ranking) {
        return (ServiceReference<VariableProvider>) Proxy.newProxyInstance(ResolverTest.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class}, (self, method, args) -> switch (method.getName()) {
                    case "getProperty" -> ranking;
                    case "compareTo" -> Integer.compare(ranking, (Integer) ((ServiceReference<?>) args[0]).getProperty("service.ranking"));
                    case "equals" -> self == args[0];
                    case "hashCode" -> ranking;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static final Application FAMILY = Apps.app(
            Map.of("top_level", Apps.with("top"), "top_ref", Apps.with("{{ top_level }}+{{ top_level }}"), "top_required", Apps.required()),
            Apps.component("child", Map.of("subtree_key", "sub", "top_ref", "{{ top_level }}", "recurse_ref", "{{ top_ref }}", "own_ref", "{{ .subtree_key }}")),
            Apps.component("child.grandchild", Map.of("top_ref", "{{ top_level }}", "parent_ref", "{{ ..subtree_key }}",
                    "mixed_ref", "{{ top_level }}/{{ ..recurse_ref }}", "needs", "<{{ top_required }}>")));

    @Test
    void requiredVariablesNobodyKnowsAreMissing() {
        ManifestTemplates templates = new ManifestTemplates(providers);
        assertEquals(List.of("top_required"), templates.missing(FAMILY));
        providers.add(ranked(1), (application, key) -> key.equals("top_required") ? Optional.of("x") : Optional.empty());
        assertEquals(List.of(), templates.missing(FAMILY));
        providers.add(ranked(2), (application, key) -> {
            throw new GyreException("not now");
        });
        assertEquals(List.of(), templates.missing(FAMILY));
    }

    @ParameterizedTest
    @CsvSource({"top_level, top", "top_ref, top+top", "child.subtree_key, sub", "child.top_ref, top", "child.recurse_ref, top+top", "child.own_ref, sub",
        "child.grandchild.top_ref, top", "child.grandchild.parent_ref, sub", "child.grandchild.mixed_ref, top/top+top"})
    void defaultsAreFilledInAsInSpin(String path, String expected) {
        assertEquals(expected, resolve(FAMILY, path));
    }

    @Test
    void aRequiredVariableWithoutValueIsAProviderErrorNamingIt() {
        VariableException e = fails(FAMILY, "child.grandchild.needs");
        assertEquals(VariableException.Kind.PROVIDER, e.kind());
        assertEquals("no provider has a value for the required variable \"top_required\"", e.getMessage());
    }

    @Test
    void anUnknownVariableIsAnotherError() {
        assertEquals(VariableException.Kind.OTHER, fails(FAMILY, "child.nothing").kind());
    }

    @Test
    void theHighestRankedProviderThatKnowsAVariableWins() {
        ServiceReference<VariableProvider> high = ranked(10);
        providers.add(ranked(0), (app, key) -> Optional.of("environment " + app + " " + key));
        providers.add(high, (app, key) -> key.equals("top_required") ? Optional.of("vault") : Optional.empty());
        providers.add(ranked(5), (app, key) -> Optional.of("file"));
        assertEquals("<vault>", resolve(FAMILY, "child.grandchild.needs"));
        assertEquals("file", resolve(FAMILY, "top_level"));
        providers.remove(high);
        assertEquals("<file>", resolve(FAMILY, "child.grandchild.needs"));
    }

    @Test
    void providersAreAskedForApplicationVariablesOnlyAndOncePerLookUp() {
        AtomicInteger asked = new AtomicInteger();
        providers.add(ranked(0), (app, key) -> {
            asked.incrementAndGet();
            assertEquals("top_level", key);
            return Optional.of("p");
        });
        assertEquals("sub", resolve(FAMILY, "child.subtree_key"));
        assertEquals(0, asked.get());
        Application twice = Apps.app(Map.of("top_level", Apps.with("x")), Apps.component("child", Map.of("two", "{{ top_level }}{{ top_level }}")));
        assertEquals("pp", resolve(twice, "child.two"));
        assertEquals(1, asked.get());
    }

    @Test
    void whatAProviderGivesIsNoTemplate() {
        providers.add(ranked(0), (app, key) -> key.equals("top_level") ? Optional.of("{{ top_required }}") : Optional.of("secret"));
        assertEquals("{{ top_required }}", resolve(FAMILY, "child.top_ref"));
    }

    @Test
    void aProvidersFailureReachesTheGuestWithoutItsDetails() {
        providers.add(ranked(0), (app, key) -> {
            throw new IllegalStateException("token hunter2 refused");
        });
        VariableException e = fails(FAMILY, "top_level");
        assertEquals(VariableException.Kind.PROVIDER, e.kind());
        assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
    }

    @Test
    void loopsEndAtTheRecursionLimit() {
        Application loop = Apps.app(Map.of("x", Apps.with("{{y}}"), "y", Apps.with("{{x}}")), Apps.component("c", Map.of()));
        VariableException e = fails(loop, "x");
        assertEquals(VariableException.Kind.OTHER, e.kind());
        assertTrue(e.getMessage().contains("100"), e.getMessage());
    }

    @Test
    void aChainAsDeepAsTheLimitIsStillResolved() {
        Map<String, Variable> chain = new HashMap<>();
        chain.put("v1", Apps.with("end"));
        for (int i = 2; i <= 101; i++) {
            chain.put("v" + i, Apps.with("{{ v" + (i - 1) + " }}"));
        }
        Application app = Apps.app(chain, Apps.component("c", Map.of()));
        assertEquals("end", resolve(app, "v100"));
        assertEquals(VariableException.Kind.OTHER, fails(app, "v101").kind());
    }

    @Test
    void templatesThatDoubleThemselvesStopAtTheSizeLimit() {
        Map<String, Variable> bomb = new HashMap<>();
        bomb.put("v0", Apps.with("boom"));
        for (int i = 1; i <= 60; i++) {
            bomb.put("v" + i, Apps.with("{{ v" + (i - 1) + " }}{{ v" + (i - 1) + " }}"));
        }
        VariableException e = fails(Apps.app(bomb, Apps.component("c", Map.of())), "v60");
        assertTrue(e.getMessage().contains("more than 1048576 characters"), e.getMessage());
    }

    @Test
    void templatesThatDoubleNothingTakeNoTime() {
        Map<String, Variable> bomb = new HashMap<>();
        bomb.put("v0", Apps.with(""));
        for (int i = 1; i <= 99; i++) {
            bomb.put("v" + i, Apps.with("{{ v" + (i - 1) + " }}{{ v" + (i - 1) + " }}"));
        }
        assertEquals("", resolve(Apps.app(bomb, Apps.component("c", Map.of())), "v99"));
    }

    @Test
    void aProvidersHugeValueIsRefused() {
        providers.add(ranked(0), (app, key) -> Optional.of("x".repeat(Resolver.MAX_CHARACTERS + 1)));
        assertEquals(VariableException.Kind.OTHER, fails(FAMILY, "top_level").kind());
    }

    @Test
    void theEnvironmentIsAskedNewestNameFirst() {
        Map<String, String> environment = new HashMap<>(Map.of("SPIN_APP_API_KEY", "old", "SPIN_CONFIG_API_KEY", "middle"));
        EnvironmentProvider provider = new EnvironmentProvider(environment::get);
        assertEquals(Optional.of("middle"), provider.get("shop", "api_key"));
        environment.put("SPIN_VARIABLE_API_KEY", "new");
        assertEquals(Optional.of("new"), provider.get("shop", "api_key"));
        environment.keySet().retainAll(java.util.Set.of("SPIN_APP_API_KEY"));
        assertEquals(Optional.of("old"), provider.get("shop", "api_key"));
        assertEquals(Optional.empty(), provider.get("shop", "other"));
    }
}
