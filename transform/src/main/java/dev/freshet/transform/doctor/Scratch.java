package dev.freshet.transform.doctor;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.S3Failure;
import dev.freshet.transform.connect.TrinoSession;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The doctor's own dataset. Nothing else uses its schemas and its landing root; it creates and removes them. */
final class Scratch {
    /** The milliseconds since 1970 follow, so that a doctor can tell what an earlier one has left. */
    private static final String PREFIX = "freshet_doctor_";
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Logger log = LoggerFactory.getLogger(Scratch.class);

    private final LakehouseConnection lakehouse;
    private final TrinoSession trino;
    private final String schema;
    private final String root;
    private final Names names;

    /**
     * @param schema {@link #PREFIX} and a number
     * @param root its landing root
     */
    private Scratch(LakehouseConnection lakehouse, String schema, String root) {
        this.lakehouse = lakehouse;
        this.trino = new TrinoSession(lakehouse.trino(), BatchProgress.NONE);
        this.schema = schema;
        this.root = root;
        this.names = lakehouse.names(batch());
    }

    /** @param landingRoot of a dataset, beside which this one lands */
    static Scratch of(LakehouseConnection lakehouse, String landingRoot, Instant now) {
        String schema = PREFIX + now.toEpochMilli();
        return new Scratch(lakehouse, schema, beside(landingRoot, schema));
    }

    /** {@code s3://bucket/landing/name} for {@code s3://bucket/landing/backups}; within a root that is a bucket. */
    private static String beside(String root, String name) {
        return root.matches("[^/]+://[^/]*/?") ? root.replaceFirst("/?$", "/" + name)
                : root.replaceFirst("[^/]+/?$", name);
    }

    /** For the batch. */
    DatasetSpec batch() {
        return spec("batch");
    }

    /** For files that no batch reads. */
    DatasetSpec files() {
        return spec("files");
    }

    private DatasetSpec spec(String dataset) {
        return SpecReader.parse("doctor", Certificate.SPEC.formatted(dataset, schema, root + "/" + dataset));
    }

    TrinoSession trino() {
        return trino;
    }

    LakehouseConnection lakehouse() {
        return lakehouse;
    }

    /** Creates the schemas in both of Trino's catalogs, and looks for them in the Iceberg catalog. */
    Finding createSchemas() {
        removeLeftovers(Instant.ofEpochMilli(millis(schema)));
        for (String schema : schemas()) {
            trino.execute("CREATE SCHEMA " + schema);
        }
        if (lakehouse.catalog() instanceof SupportsNamespaces && namespaces().count() < 2) {
            return Finding.wrong("schemas",
                    "a schema that Trino creates in catalog %s is not in the Iceberg catalog of the lakehouse file"
                            .formatted(names.catalog()),
                    "iceberg.name, iceberg.uri and iceberg.warehouse in the lakehouse file: they must be those of Trino's catalog "
                            + names.catalog());
        }
        return Finding.ok("schemas", "Trino creates them in %s and %s, and the Iceberg catalog has them".formatted(
                names.catalog(), names.landingCatalog()));
    }

    private List<String> schemas() {
        return List.of(Names.quoted(names.catalog()) + "." + Names.quoted(names.schema()),
                Names.quoted(names.catalog()) + "." + Names.quoted(names.hiddenSchema()),
                Names.quoted(names.landingCatalog()) + "." + Names.quoted(names.hiddenSchema()));
    }

    /** @throws LakehouseException if the file system refuses */
    String land(DatasetSpec spec, LandingPartition partition, String name, String... lines) {
        String location = spec.landing().directory(partition) + "/" + name;
        return onFiles("Cannot write " + location, () -> {
            try (OutputStream out = lakehouse.landing().newOutputFile(location).createOrOverwrite()) {
                out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
                return location;
            } catch (IOException e) {
                throw new LakehouseException("Cannot write %s: %s".formatted(location, e.getMessage()), e);
            }
        });
    }

    /** File systems throw exceptions of their own. */
    static <T> T onFiles(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (LakehouseException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new LakehouseException("%s: %s".formatted(what, S3Failure.in(e).orElse(e.getMessage())), e);
        }
    }

    /** Removes what a doctor left that was killed. */
    private void removeLeftovers(Instant now) {
        String like = Names.literal(PREFIX.replace("_", "\\_") + "%");
        for (String found : trino.query("SHOW SCHEMAS FROM %s LIKE %s ESCAPE '\\'".formatted(
                Names.quoted(names.catalog()), like), row -> row.getString(1))) {
            if (found.matches(PREFIX + "\\d{1,15}")
                    && Instant.ofEpochMilli(millis(found)).plus(LONGEST).isBefore(now)) {
                new Scratch(lakehouse, found, beside(root, found)).remove();
            }
        }
    }

    /** Removes the schemas, their files and the raw files. */
    Finding remove() {
        List<Table> tables = tables();
        List<String> directories = Stream.concat(
                tables.stream().map(Table::location), // which the ledger's begins with
                namespaces().flatMap(each -> location(each).stream())).toList();
        for (String each : schemas().reversed()) {
            trino.execute("DROP SCHEMA IF EXISTS " + each + " CASCADE");
        }
        SupportsPrefixOperations io = tables.stream().map(Table::io).filter(SupportsPrefixOperations.class::isInstance)
                .map(SupportsPrefixOperations.class::cast).findFirst().orElse(lakehouse.landing());
        directories.forEach(directory -> delete(io, directory));
        delete(lakehouse.landing(), root);
        return Finding.ok("clean-up", "schemas, tables and files are removed");
    }

    /** Those that the Iceberg catalog knows. */
    private Stream<Namespace> namespaces() {
        return Stream.of(names.schema(), names.hiddenSchema()).map(Namespace::of)
                .filter(each -> lakehouse.catalog() instanceof SupportsNamespaces catalog && catalog.namespaceExists(
                        each));
    }

    private Optional<String> location(Namespace namespace) {
        return Optional.ofNullable(((SupportsNamespaces) lakehouse.catalog()).loadNamespaceMetadata(namespace).get(
                "location"));
    }

    private List<Table> tables() {
        Catalog catalog = lakehouse.catalog();
        return namespaces().flatMap(each -> catalog.listTables(each).stream()).map(catalog::loadTable).toList();
    }

    private static long millis(String schema) {
        return Long.parseLong(schema.substring(PREFIX.length()));
    }

    private void delete(SupportsPrefixOperations io, String prefix) {
        if (!prefix.contains(schema)) {
            return; // a directory that others use, too
        }
        onFiles("Cannot delete " + prefix, () -> {
            try {
                io.deletePrefix(prefix);
            } catch (NotFoundException e) {
                log.debug("nothing is there", e);
            }
            return null;
        });
    }
}
