package dev.freshet.gateway;

import java.util.function.UnaryOperator;

/**
 * The session state by which the names in a statement are resolved.
 *
 * @param catalog the current catalog, or null
 * @param schema the current schema, or null
 * @param prepared the SQL of a prepared statement by its name, or null
 */
public record Session(String catalog, String schema, UnaryOperator<String> prepared) {}
