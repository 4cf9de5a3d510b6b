package dev.gyre.itests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;

import dev.gyre.itests.e2e.Gyre;

/** Lines of the shipped log format. */
class LogFormatTest {
    private static final Path FORMAT = Gyre.root().resolve("distribution/src/main/dist/conf/logback.xml");

    @Test
    void strangersForgeNoLinesAndCommandNoTerminal() throws JoranException {
        assertEquals("""
                INFO  dev.gyre.Some one line\tof it
                WARN  dev.gyre.Some sent "x
                    12:00:00.000 ERROR forged?[31m"
                WARN  dev.gyre.Some trapped
                    at guest!function
                WARN  dev.gyre.Some with a cause
                    java.lang.IllegalStateException: gone
                    12:00:00.000 ERROR forged""", logged());
    }

    private static String logged() throws JoranException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.err;
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        try {
            System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(FORMAT.toFile());
            var log = context.getLogger("dev.gyre.Some");
            log.info("one line\tof it");
            log.warn("sent \"{}\"", "x\n12:00:00.000 ERROR forged\u001b[31m");
            log.warn("trapped\n    at guest!function");
            log.warn("with a cause", new IllegalStateException("gone\n12:00:00.000 ERROR forged"));
        } finally {
            context.stop();
            System.setErr(before);
        }
        String lines = out.toString(StandardCharsets.UTF_8).replaceAll("(?m)^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} ", "");
        return lines.substring(0, lines.indexOf("\n\tat "));
    }
}
