package dev.freshet.transform.doctor;

import dev.freshet.transform.connect.LakehouseConfig;
import java.util.Optional;

/** What to change if a statement is refused. */
final class Fixes {
    private static final String ACCESS_CONTROL = "in Trino's access control, or iceberg.security and hive.security in its catalog files";

    private Fixes() {}

    /** @param message of Trino, of the catalog or of the storage; empty if it says itself what to do */
    static Optional<String> of(String message, LakehouseConfig config) {
        if (message.contains("non-managed Hive table") || message.contains("Writes to non-managed")
                || message.contains("External location must be a directory")) {
            return Optional
                    .of("hive.non-managed-table-writes-enabled=true in Trino's catalog " + config.landingCatalog());
        }
        if (message.contains("Access Denied")) {
            return Optional.of("grant it to user %s: %s".formatted(user(config), ACCESS_CONTROL));
        }
        return Optional.empty();
    }

    /** @param table that the user reads through a column mask or a row filter */
    static String unmasked(String table, LakehouseConfig config) {
        return "let user %s read %s without a column mask or a row filter: %s".formatted(user(config), table,
                ACCESS_CONTROL);
    }

    private static String user(LakehouseConfig config) {
        return config.trino().getOrDefault("user", System.getProperty("user.name"));
    }
}
