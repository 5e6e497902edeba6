package dev.freshet.gateway;

import java.util.Map;

/**
 * What names in a statement are resolved by.
 *
 * @param catalog the current one, or null
 * @param schema the current one, or null
 * @param prepared the texts of prepared statements, by name
 */
public record Session(String catalog, String schema, Map<String, String> prepared) {}
