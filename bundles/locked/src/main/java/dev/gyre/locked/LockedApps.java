package dev.gyre.locked;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.locked.json.JsonReader;
import dev.gyre.locked.internal.LockedReader;
import dev.gyre.locked.internal.LockedWriter;

/** Reads and writes locked applications, versions 0 and 1 (Spin 0.8 to 4). Stateless; blocks as long as content does. */
public final class LockedApps {
    private LockedApps() {
    }

    /**
     * @param app  loaded: its modules at hand, its files staged
     * @return pretty JSON, the same for the same application
     */
    public static String write(Application app, ContentWriter content) {
        return new LockedWriter(content).write(app);
    }

    /**
     * @param source how messages name the text
     * @throws dev.gyre.api.config.ConfigException when it is no locked application, or needs something of its host that Gyre
     *                                             does not have
     */
    public static Application read(String json, String source, Origin origin, ContentReader content) {
        return new LockedReader(JsonReader.read(json, source), content).read(origin);
    }
}
