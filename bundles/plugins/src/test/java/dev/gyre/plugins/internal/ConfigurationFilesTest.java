package dev.gyre.plugins.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.util.List;

import org.junit.jupiter.api.Test;

class ConfigurationFilesTest {
    @Test
    void aFileIsNamedAsFileInstallWantsItAndStaysWhereItIs() {
        File file = ConfigurationFiles.named(new File("/conf/dev.gyre.runtime.component~my-shop.config"));
        assertEquals("dev.gyre.runtime.component-my-shop.config", file.getName());
        assertEquals("/conf/dev.gyre.runtime.component~my-shop.config", file.getAbsolutePath());
        File other = new File("/conf/dev.gyre.policy.config");
        assertEquals(other, ConfigurationFiles.named(other));
    }

    @Test
    void thePidIsWhatComesBeforeTheName() {
        assertEquals("a.b", ConfigurationFiles.pid("a.b~c-d.config"));
        assertEquals("a.b", ConfigurationFiles.pid("a.b-c.cfg"));
        assertEquals("a.b", ConfigurationFiles.pid("a.b.config"));
    }

    @Test
    void componentDescriptionsSayTheirPids() {
        assertEquals(List.of("a.b", "a.c"), Pids.in("<scr:component name=\"x\" configuration-pid=\"a.b a.c\">"));
        assertEquals(List.of(), Pids.in("<scr:component name=\"x\">"));
    }
}
