package dev.gyre.policy.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.OutboundHost;
import dev.gyre.api.app.Variable;
import dev.gyre.api.config.ConfigException;

/**
 * What the manifest allows a component. Entries that refer to variables are read each time they are needed, as the variables
 * are then. Immutable.
 */
final class AllowedHosts {
    private static final Logger LOG = LoggerFactory.getLogger(AllowedHosts.class);
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*\\}\\}");
    /** What is left of an entry whose variable is empty: an endpoint that is optional and not there. */
    private static final Set<String> NOWHERE = Set.of("", "http://", "https://");

    private final List<Entry> entries = new ArrayList<>();
    private final List<OutboundHost> templates = new ArrayList<>();
    private final String component;

    /** @throws ConfigException naming the first entry that means nothing */
    AllowedHosts(Component component, Map<String, Variable> variables) {
        this.component = component.id();
        for (OutboundHost host : component.allowedOutboundHosts()) {
            try {
                if (host.entry().contains("{{")) {
                    withDefaults(host.entry(), variables).ifPresent(AllowedHosts::parse);
                    templates.add(host);
                } else {
                    entries.add(Entry.parse(host.entry()));
                }
            } catch (IllegalArgumentException e) {
                throw new ConfigException(host.position(), component.place().field("allowed_outbound_hosts"),
                        "\"" + host.entry() + "\" of component \"" + component.id() + "\" is not usable: " + e.getMessage());
            }
        }
    }

    private static Optional<Entry> parse(String text) {
        return NOWHERE.contains(text) ? Optional.empty() : Optional.of(Entry.parse(text));
    }

    /** The entry as it is when no provider has values; nothing when it then has none. */
    private static Optional<String> withDefaults(String template, Map<String, Variable> variables) {
        StringBuilder out = new StringBuilder();
        Matcher m = REFERENCE.matcher(template);
        boolean all = true;
        while (m.find()) {
            Variable variable = variables.get(m.group(1));
            if (variable == null) {
                throw new IllegalArgumentException("it refers to the variable \"" + m.group(1) + "\", which is not declared in [variables]");
            }
            all &= variable.defaultValue().isPresent() && !variable.template();
            m.appendReplacement(out, Matcher.quoteReplacement(variable.defaultValue().orElse("")));
        }
        m.appendTail(out);
        if (template.contains("{{") && REFERENCE.matcher(template).replaceAll("").contains("{{")) {
            throw new IllegalArgumentException("its double braces do not close");
        }
        return all ? Optional.of(out.toString()) : Optional.empty();
    }

    /** @param resolve fills in variables */
    List<Entry> now(UnaryOperator<String> resolve) {
        if (templates.isEmpty()) {
            return entries;
        }
        List<Entry> out = new ArrayList<>(entries);
        for (OutboundHost template : templates) {
            try {
                parse(resolve.apply(template.entry())).ifPresent(out::add);
            } catch (GyreException | IllegalArgumentException e) {
                LOG.warn("{}: component \"{}\": the entry {} of allowed_outbound_hosts allows nothing: {}", template.position(), component,
                        template.entry(), e.getMessage());
            }
        }
        return out;
    }
}
