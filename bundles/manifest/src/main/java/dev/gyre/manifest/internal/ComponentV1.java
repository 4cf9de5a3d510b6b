package dev.gyre.manifest.internal;

import java.util.List;

import dev.gyre.api.app.Component;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;

/** One {@code [[component]]} of a version 1 manifest. For one thread. */
final class ComponentV1 {
    private final ConfigTable table;
    private final Dialect dialect;

    ComponentV1(ConfigTable table, Dialect dialect) {
        this.table = table;
        this.dialect = dialect;
    }

    /** @throws ConfigException for the first field that is wrong */
    Component read() {
        table.allowOnly(List.of("id", "description", "source", "environment", "files", "exclude_files", dialect.allowedHosts(),
                "allowed_outbound_hosts", "key_value_stores", "sqlite_databases", "ai_models", "trigger", "build", "config"));
        return Component.builder(ManifestV1.nonEmpty(table, "id"), Sources.v1(table))
                .place(table.place())
                .description(table.string("description"))
                .environment(ComponentFields.environment(table))
                .files(ComponentFields.files(table))
                .excludeFiles(table.strings("exclude_files"))
                .allowedOutboundHosts(OutboundHosts.v1(table, dialect.allowedHosts()))
                .allowedHttpHosts(table.strings(dialect.allowedHosts()))
                .variables(Variables.ofComponentV1(table))
                .keyValueStores(ComponentFields.labels(table, "key_value_stores", Names::isLabel, Names.LABEL_RULE))
                .sqliteDatabases(table.strings("sqlite_databases"))
                .aiModels(table.strings("ai_models"))
                .buildSpec(ComponentFields.build(table))
                .build();
    }
}
