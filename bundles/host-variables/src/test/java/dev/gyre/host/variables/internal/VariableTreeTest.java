package dev.gyre.host.variables.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.app.Variable;
import dev.gyre.api.config.ConfigException;
import dev.gyre.host.rig.Apps;

class VariableTreeTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "abc", "a1b2c3", "a_1", "a_1_b_3"})
    void goodKeys(String key) {
        assertTrue(VariablePath.problem(key).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "aX", "1bc", "_x", "x_", "a__b", "x-y", "x.y", "é", "a\n", "ａ"})
    void badKeys(String key) {
        assertTrue(VariablePath.problem(key).isPresent());
    }

    @ParameterizedTest
    @CsvSource({".x, a.b.x", "..x, a.x", "...x, x", "x, x", "x.y, x.y", "..x.y, a.x.y"})
    void expressionsAreAbsoluteOrTakeOneKeyPerDot(String expression, String expected) {
        assertEquals(expected, VariablePath.parse("a.b.c").resolve(expression).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "....x", "a..b", "X", ". x"})
    void otherExpressionsAreRefused(String expression) {
        assertThrows(IllegalArgumentException.class, () -> VariablePath.parse("a.b.c").resolve(expression));
    }

    private static String refused(Map<String, Variable> variables, Map<String, String> config) {
        return assertThrows(ConfigException.class, () -> new VariableTree(Apps.app(variables, Apps.component("cart", config)))).getMessage();
    }

    @Test
    void aBadTemplateIsRefusedAtDeployNamingComponentAndKeyButNotItsText() {
        String message = refused(Map.of(), Map.of("dsn", "s3cret {{ hunter2"));
        assertEquals("spin.toml:7:1: component[0].config.dsn: component \"cart\": bad template: the \"{{\" at character 8 is never closed", message);
    }

    @Test
    void anExpressionThatIsNoPathIsNotRepeated() {
        String message = refused(Map.of("dsn", Apps.with("{{ HUNTER2 }}")), Map.of());
        assertTrue(message.startsWith("spin.toml: variable \"dsn\": bad template: the expression at character 1 is no path: "), message);
        assertFalse(message.contains("HUNTER2"), message);
    }

    @Test
    void aReferenceToNothingIsRefused() {
        assertTrue(refused(Map.of(), Map.of("url", "{{ host }}")).contains("not declared; declare it in [variables]"));
        assertTrue(refused(Map.of(), Map.of("url", "{{ .host }}")).contains("not declared"));
    }

    @Test
    void aDefaultOfSpin06AndLaterIsNoTemplate() {
        Variable literal = new Variable(Optional.of("{{ host }} {{"), false, false, false);
        VariableTree tree = assertDoesNotThrow(() -> new VariableTree(Apps.app(Map.of("dsn", literal), Apps.component("cart", Map.of()))));
        assertEquals(List.of(new Template.Part.Literal("{{ host }} {{")), tree.slot(VariablePath.parse("dsn")).orElseThrow().template().orElseThrow().parts());
    }

    @Test
    void badKeysAreRefused() {
        assertTrue(refused(Map.of("Host", Apps.with("x")), Map.of()).startsWith("spin.toml: variable \"Host\": "));
        assertTrue(refused(Map.of(), Map.of("x-y", "1")).startsWith("spin.toml:7:1: component[0].config.x-y: component \"cart\": a key may contain"));
    }

    @Test
    void aVariableWithoutDefaultMustSayItIsRequired() {
        assertTrue(refused(Map.of("host", new Variable(Optional.empty(), true, false, false)), Map.of()).contains("needs a default, or required = true"));
    }

    @Test
    void twoVariablesAtOnePathAreRefused() {
        assertTrue(refused(Map.of("cart.size", Apps.with("1")), Map.of("size", "2")).contains("another variable at the path \"cart.size\""));
    }

    @Test
    void aTemplateIsCutIntoLiteralsAndReferences() {
        VariablePath place = VariablePath.parse("cart.url");
        assertEquals(List.of(), Template.parse("", place).parts());
        assertEquals(List.of(new Template.Part.Literal("a-"), new Template.Part.Reference(VariablePath.parse("x")), new Template.Part.Literal("-}}")),
                Template.parse("a-{{x}}-}}", place).parts());
        assertEquals(List.of(new Template.Part.Reference(VariablePath.parse("x")), new Template.Part.Reference(VariablePath.parse("cart.y"))),
                Template.parse("{{ x }}{{.y}}", place).parts());
    }

    @Test
    void anIdThatIsNoPathHasVariablesAllTheSame() {
        assertDoesNotThrow(() -> new VariableTree(Apps.app(Map.of("a", Apps.with("1")),
                Apps.component("My-Cart.2", Map.of("x", "{{ a }}", "y", "{{ .x }}")))));
    }
}
