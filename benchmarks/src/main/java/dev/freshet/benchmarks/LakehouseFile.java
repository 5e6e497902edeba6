package dev.freshet.benchmarks;

import dev.freshet.transform.connect.LakehouseConfig;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** A lakehouse written to a file for the forks, which only the user can read, and only while the benchmark runs. */
public record LakehouseFile(Path path) implements AutoCloseable {

    public static LakehouseFile write(LakehouseConfig lakehouse) {
        Properties properties = new Properties();
        properties.setProperty("trino.url", lakehouse.trinoUrl());
        properties.setProperty("trino.catalog", lakehouse.trinoCatalog());
        properties.setProperty("trino.landing-catalog", lakehouse.landingCatalog());
        properties.setProperty("iceberg.name", lakehouse.icebergName());
        putAll("trino.", lakehouse.trino(), properties);
        putAll("iceberg.", lakehouse.iceberg(), properties);
        putAll("landing.", lakehouse.landing(), properties);
        try {
            Path file = Files.createTempFile("freshet-bench-", ".properties"); // rw------- from the start
            try (Writer out = Files.newBufferedWriter(file)) {
                properties.store(out, null);
            }
            return new LakehouseFile(file);
        } catch (IOException e) {
            throw new BenchException("Cannot write the lakehouse file for the benchmark: " + e, e);
        }
    }

    private static void putAll(String prefix, Map<String, String> group, Properties properties) {
        group.forEach((key, value) -> properties.setProperty(prefix + key, value));
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new BenchException("Failed to delete " + path + ": " + e.getMessage(), e);
        }
    }
}
