package dev.freshet.lakehouse;

import java.util.Map;

/** Where a lakehouse keeps its landing zone, its warehouse and the landing catalog's metastore. */
interface Storage {
    /** The location that these three are in, as catalogs and specs name it, without a slash at its end. */
    String root();

    /** The file of Trino's settings that every catalog needs for it. */
    String settings();

    /** The environment variables that the catalog files refer to. */
    Map<String, String> environment();

    /** The properties of Iceberg's {@code FileIO} for it, without the credentials. */
    Map<String, String> fileIo();

    /** The credentials that this {@code FileIO} needs, if any. */
    Map<String, String> credentials();
}
