package dev.freshet.transform.doctor;

import dev.freshet.transform.connect.LakehouseConfig;
import java.util.Optional;

/** What to change if a statement is refused. */
final class Fixes {
    private Fixes() {}

    /** @param message of Trino, of the catalog or of the storage; empty if it says itself what to do */
    static Optional<String> of(String message, LakehouseConfig config) {
        if (message.contains("non-managed Hive table") || message.contains("Writes to non-managed")
                || message.contains("External location must be a directory")) {
            return Optional
                    .of("hive.non-managed-table-writes-enabled=true in Trino's catalog " + config.landingCatalog());
        }
        if (message.contains("Access Denied")) {
            return Optional.of(
                    "grant it to user %s: in Trino's access control, or iceberg.security and hive.security in its catalog files"
                            .formatted(config.trino().getOrDefault("user", System.getProperty("user.name"))));
        }
        return Optional.empty();
    }
}
