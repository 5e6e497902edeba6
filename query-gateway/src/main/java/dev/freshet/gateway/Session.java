package dev.freshet.gateway;

import java.util.Map;

/**
 * The session state by which the names in a statement are resolved.
 *
 * @param catalog the current catalog, or null
 * @param schema the current schema, or null
 * @param prepared SQL of prepared statements, by name
 */
public record Session(String catalog, String schema, Map<String, String> prepared) {}
