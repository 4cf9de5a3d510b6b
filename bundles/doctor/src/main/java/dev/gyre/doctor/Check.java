package dev.gyre.doctor;

import java.util.List;

/** Looks for one kind of trouble. Register it as an OSGi service; the highest {@code service.ranking} is asked first. Thread-safe. */
@FunctionalInterface
public interface Check {
    /** Changes nothing. May block on the disk. */
    List<Diagnosis> diagnose(Patient patient);
}
