package dev.gyre.sqlite;

import java.util.List;

/**
 * What a statement yields.
 *
 * @param columns names, none when the statement yields nothing by its nature
 */
public record Rows(List<String> columns, List<List<Value>> rows) {
}
