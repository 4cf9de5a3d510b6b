package dev.gyre.doctor.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.OutboundHost;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.host.OutboundPolicy;
import dev.gyre.doctor.Check;
import dev.gyre.doctor.Diagnosis;
import dev.gyre.doctor.Patient;
import dev.gyre.doctor.Treatment;

/** Entries of {@code allowed_outbound_hosts} that a deployment would refuse, which it asks of the same policy; so it does of what it offers instead. */
@org.osgi.service.component.annotations.Component(property = "service.ranking:Integer=55")
public final class HostsCheck implements Check {
    private static final String EVERYTHING = "*://*:*";
    /** What people write for everything. */
    private static final List<String> MEANS_EVERYTHING = List.of("*", "insecure:allow-all");

    private final OutboundPolicy policy;

    @Activate
    public HostsCheck(@Reference OutboundPolicy policy) {
        this.policy = policy;
    }

    @Override
    public List<Diagnosis> diagnose(Patient patient) {
        List<Diagnosis> out = new ArrayList<>();
        patient.application().ifPresent(app -> app.components().forEach(c -> c.allowedOutboundHosts().forEach(host ->
                problem(app, c, host).ifPresent(problem -> out.add(new Diagnosis(problem, true, treatment(patient, app, c, host)))))));
        return out;
    }

    /** Why this entry, alone, is refused. */
    private Optional<String> problem(Application app, Component component, OutboundHost host) {
        try {
            policy.rules(app, component.toBuilder().allowedOutboundHosts(List.of(host)).build());
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(e.getMessage());
        }
    }

    private Optional<Treatment> treatment(Patient patient, Application app, Component component, OutboundHost host) {
        return meant(host.entry()).filter(entry -> problem(app, component, new OutboundHost(entry, host.position())).isEmpty()).flatMap(entry -> {
            String edited = Text.replace(patient.text(), host.position(), '"' + host.entry() + '"', '"' + entry + '"');
            return edited.equals(patient.text()) ? Optional.empty() : Optional.of(new Treatment.Edit("Write \"" + entry + "\"", edited));
        });
    }

    /** What the entry is most likely meant to be. */
    private static Optional<String> meant(String entry) {
        if (MEANS_EVERYTHING.contains(entry)) {
            return Optional.of(EVERYTHING);
        }
        int slashes = entry.indexOf("://");
        if (slashes < 0) {
            return Optional.of("https://" + entry);
        }
        int path = entry.indexOf('/', slashes + 3);
        return path < 0 ? Optional.empty() : Optional.of(entry.substring(0, path));
    }
}
