package dev.freshet.cli.telemetry;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The demo's dataset: telemetry of backup devices. */
public final class Backups {
    public static final String DATASET = "backups";
    private static final String FILE = "backups.yaml";

    private Backups() {}

    /** The spec as {@code backups.yaml} declares it. */
    public static DatasetSpec spec() {
        return spec(DATASET);
    }

    /** The same spec for a dataset with another name and its own landing root. */
    public static DatasetSpec spec(String dataset) {
        return spec(dataset, "local:///landing/" + dataset);
    }

    /** The same spec for a dataset with another name that lands in {@code landingRoot}. */
    public static DatasetSpec spec(String dataset, String landingRoot) {
        return SpecReader.parse(FILE, yaml(dataset, landingRoot));
    }

    /** A second dataset over the raw files of {@link #spec(String, String)}, without intraday ingest. */
    public static DatasetSpec withoutIngest(String dataset, String landingRoot) {
        return SpecReader.parse(FILE, withoutIngest(yaml(dataset + "_without_ingest", landingRoot)));
    }

    /** The text of such a spec without {@code ingest}. */
    public static String withoutIngest(String yaml) {
        return yaml.replaceFirst("(?s)\ningest:.*", "\n");
    }

    private static String yaml(String dataset, String landingRoot) {
        return yaml().replace("dataset: " + DATASET, "dataset: " + dataset).replace("local:///landing/" + DATASET,
                landingRoot);
    }

    /** The text of {@code backups.yaml}. */
    public static String yaml() {
        try (InputStream file = Backups.class.getResourceAsStream(FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read " + FILE, e);
        }
    }
}
