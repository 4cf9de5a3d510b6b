package dev.gyre.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SystemPackagesTest {

    private static String of(String modules) {
        return SystemPackages.of(modules, ModuleLayer.boot());
    }

    @Test
    void onlyModulesThatAreThereAreOffered() {
        assertEquals("", of(""));
        assertEquals("", of("org.no.such.module@1.2"));
        assertTrue(of("org.no.such.module, java.xml@1.2.3+9").startsWith("javax.xml;version=\"1.2.3\",javax.xml.catalog;version=\"1.2.3\","));
    }

    @Test
    void theModulesOwnVersionIsCutToWhatOsgiCanRead() {
        String version = of("java.logging").replaceFirst(".*version=\"(.*)\"", "$1");
        assertTrue(version.matches("\\d+(\\.\\d+){0,2}"), version);
    }

    @Test
    void packagesExportedToFriendsOnlyAreNotOffered() {
        assertTrue(!of("java.base").contains("jdk.internal"), "internal packages are offered");
    }

    @Test
    void aMalformedEntryIsNamed() {
        LauncherException e = assertThrows(LauncherException.class, () -> of("a module"));
        assertTrue(e.getMessage().contains("gyre.system.modules: a module: expected name or name@version"), e.getMessage());
    }
}
