package dev.gyre.doctor.internal;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.osgi.service.component.annotations.Component;

import dev.gyre.api.config.ConfigException;
import dev.gyre.doctor.Check;
import dev.gyre.doctor.Diagnosis;
import dev.gyre.doctor.Patient;
import dev.gyre.doctor.Treatment;

/** Why a manifest is refused, and the likely spelling where that is the reason. */
@Component(property = "service.ranking:Integer=80")
public final class RefusalCheck implements Check {
    private static final Pattern NEAREST = Pattern.compile("did you mean \"([^\"]+)\"\\?");
    private static final Pattern NAMED = Pattern.compile("there is no component \"([^\"]+)\"");

    @Override
    public List<Diagnosis> diagnose(Patient patient) {
        return patient.refusal().map(e -> new Diagnosis(e.getMessage(), true, spelling(patient, e))).stream().toList();
    }

    private static Optional<Treatment> spelling(Patient patient, ConfigException e) {
        Matcher nearest = NEAREST.matcher(e.getMessage());
        if (e.position().line() == 0 || !nearest.find()) {
            return Optional.empty();
        }
        Matcher named = NAMED.matcher(e.getMessage());
        String wrong = named.find() ? '"' + named.group(1) + '"' : e.field().substring(e.field().lastIndexOf('.') + 1);
        String right = wrong.startsWith("\"") ? '"' + nearest.group(1) + '"' : nearest.group(1);
        String edited = Text.replace(patient.text(), e.position(), wrong, right);
        return edited.equals(patient.text()) ? Optional.empty()
                : Optional.of(new Treatment.Edit("Write " + right + " for " + wrong + " in line " + e.position().line(), edited));
    }
}
