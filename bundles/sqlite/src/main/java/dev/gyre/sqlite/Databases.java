package dev.gyre.sqlite;

/** Opens databases. An OSGi service. Thread-safe. */
public interface Databases {
    /**
     * A database, which several may have open at one time: all that open the same one share it. Nothing is read or made yet.
     *
     * @return to be closed by whoever opened it; the last one who does closes the file
     */
    Database open(Location location);
}
