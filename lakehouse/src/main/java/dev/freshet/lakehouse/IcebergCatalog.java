package dev.freshet.lakehouse;

import java.util.Map;

/** What keeps the names of a lakehouse's Iceberg tables and views. */
interface IcebergCatalog {
    /** The file of Trino's settings for it. */
    String settings();

    /** The environment variables that this file refers to. */
    Map<String, String> environment();

    /** The properties with which a batch connects to it. */
    Map<String, String> client();

    /** Whether its answers have the credentials for a table's files, so that clients need none. */
    boolean vendsCredentials();
}
