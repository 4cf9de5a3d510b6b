package dev.gyre.doctor;

import java.util.Optional;

/**
 * Something that is wrong, or likely to be.
 *
 * @param description one line, with the place where that is known
 * @param serious     whether the application cannot run, or not as it says, because of it; otherwise it is an advice
 * @param treatment   what would mend it; nothing when only the user can know
 */
public record Diagnosis(String description, boolean serious, Optional<Treatment> treatment) {
    public static Diagnosis serious(String description, Treatment treatment) {
        return new Diagnosis(description, true, Optional.of(treatment));
    }

    public static Diagnosis serious(String description) {
        return new Diagnosis(description, true, Optional.empty());
    }

    public static Diagnosis advice(String description, Treatment treatment) {
        return new Diagnosis(description, false, Optional.of(treatment));
    }

    public static Diagnosis advice(String description) {
        return new Diagnosis(description, false, Optional.empty());
    }
}
