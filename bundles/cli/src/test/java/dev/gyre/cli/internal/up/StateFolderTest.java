package dev.gyre.cli.internal.up;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;

class StateFolderTest {
    private static String name(String app, Origin origin) {
        AppInfo info = new AppInfo(app, "1", Optional.empty(), List.of(), Optional.empty(), 1, origin);
        return StateFolder.name(new Application(info, List.of(), List.of(), Map.of(), Map.of(), ConfigTable.empty("", Position.of("gyre.toml"))));
    }

    @Test
    void versionsOfAnApplicationShareTheirStateAndOthersOfItsNameDoNot() {
        String server = "localhost:5000";
        String shop = "shop@localhost%3A5000%2Fgood%2Fshop";
        assertEquals(shop, name("shop", new Origin.Registry("localhost:5000/good/shop:1.0", server)));
        assertEquals(shop, name("shop", new Origin.Registry("localhost:5000/good/shop@sha256:ab", server)));
        assertEquals(shop, name("shop", new Origin.Registry("localhost:5000/good/shop:1.0@sha256:ab", server)));
        assertEquals("shop@localhost%3A5000%2Fevil%2Fshop", name("shop", new Origin.Registry("localhost:5000/evil/shop:1.0", server)));
        assertEquals("shop@https%3A%2F%2Fb.example%2Fteam%2Fshop", name("shop", new Origin.Registry("team/shop/1.0.0", "https://b.example")));
        assertEquals("__a_b", name("../a b", new Origin.Manifest(Path.of("spin.toml"))));
    }
}
