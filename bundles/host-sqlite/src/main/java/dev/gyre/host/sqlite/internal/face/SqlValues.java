package dev.gyre.host.sqlite.internal.face;

import java.util.List;

import dev.gyre.sqlite.Rows;
import dev.gyre.sqlite.Value;

/** The types that all versions share. */
public final class SqlValues {
    private SqlValues() {
    }

    /** {@code value}. */
    public sealed interface SqlValue {
        /** {@code integer}. */
        record Integer(long value) implements SqlValue {
        }

        /** {@code real}. */
        record Real(double value) implements SqlValue {
        }

        /** {@code text}. */
        record Text(String value) implements SqlValue {
        }

        /** {@code blob}. */
        record Blob(byte[] value) implements SqlValue {
        }

        /** {@code null}. */
        record Null() implements SqlValue {
        }
    }

    /** {@code row-result}. */
    public record RowResult(List<SqlValue> values) {
    }

    /** {@code query-result}. */
    public record QueryResult(List<String> columns, List<RowResult> rows) {
    }

    static List<Value> lift(List<SqlValue> values) {
        return values.stream().<Value>map(value -> switch (value) {
            case SqlValue.Integer(long number) -> new Value.Int(number);
            case SqlValue.Real(double number) -> new Value.Real(number);
            case SqlValue.Text(String text) -> new Value.Text(text);
            case SqlValue.Blob(byte[] bytes) -> new Value.Blob(bytes);
            case SqlValue.Null none -> new Value.Null();
        }).toList();
    }

    static QueryResult lower(Rows rows) {
        return new QueryResult(rows.columns(), rows.rows().stream().map(row -> new RowResult(row.stream().map(SqlValues::lower).toList())).toList());
    }

    private static SqlValue lower(Value value) {
        return switch (value) {
            case Value.Int(long number) -> new SqlValue.Integer(number);
            case Value.Real(double number) -> new SqlValue.Real(number);
            case Value.Text(String text) -> new SqlValue.Text(text);
            case Value.Blob(byte[] bytes) -> new SqlValue.Blob(bytes);
            case Value.Null none -> new SqlValue.Null();
        };
    }
}
