package dev.gyre.sqlite;

/** A value of SQLite. */
public sealed interface Value {
    /** NULL. */
    record Null() implements Value {
    }

    /** INTEGER. */
    record Int(long value) implements Value {
    }

    /** REAL. */
    record Real(double value) implements Value {
    }

    /** TEXT; what is no UTF-8 is replaced. */
    record Text(String value) implements Value {
    }

    /** BLOB; not to be changed. */
    record Blob(byte[] value) implements Value {
    }
}
