package dev.freshet.transform.doctor;

import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.TailTable;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.doctor.Finding.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.iceberg.io.FileInfo;

/** Whether Trino sees raw files as they are: the same ones, at once, and no others. */
final class FileChecks {
    private static final String FILE = "one.json";

    private final LakehouseConfig config;
    private final Scratch scratch;
    private final Clock clock;
    private final LandingPartition today;
    private final DatasetSpec spec;
    private final Names names;
    private final TailTable tail;

    FileChecks(LakehouseConfig config, Scratch scratch, Clock clock) {
        this.config = config;
        this.scratch = scratch;
        this.clock = clock;
        this.today = LandingPartition.at(clock.instant(), ZoneOffset.UTC, Cadence.DAILY);
        this.spec = scratch.files();
        this.names = scratch.lakehouse().names(spec);
        this.tail = tail(today);
    }

    /** Lands a file as a producer does, and reads it with Trino. */
    Finding same() {
        String location = scratch.land(spec, today, FILE, "1");
        scratch.trino().execute(tail.create());
        return lines(tail) == 1
                ? Finding.ok("raw files", "Trino reads what lands in " + spec.landing().root())
                : Finding.wrong("raw files", "Trino does not see " + location + ", which has landed",
                        "catalog %s of Trino and landing.* (or iceberg.*) in the lakehouse file must name the same file system"
                                .formatted(config.landingCatalog()));
    }

    Finding clock() {
        Instant before = clock.instant();
        String location = scratch.land(spec, today, "clock.json", "1");
        Instant after = clock.instant();
        for (FileInfo file : scratch.lakehouse().landing().listPrefix(location)) {
            return Clocks.compare("storage clock", "The storage's clock", before, Instant.ofEpochMilli(
                    file.createdAtMillis()), after);
        }
        throw new LakehouseException("A file that was just written is not listed: " + location);
    }

    /** A file that lands after a query must be in the next one. */
    Finding added() {
        long before = lines(tail);
        scratch.land(spec, today, "two.json", "2");
        return lines(tail) == before + 1 ? Finding.ok("new files", "a query sees a file that has just landed")
                : Finding.wrong("new files", "a file that lands after a query is not in the next one",
                        inCatalog("hive.file-status-cache-tables"));
    }

    /** The same size, within the same second: a cache that goes by these takes it for the same file. */
    Finding replaced() {
        scratch.land(spec, today, FILE, "3");
        lines(tail);
        scratch.land(spec, today, FILE, "4");
        return scratch.trino().query("SELECT 1 FROM %s WHERE \"$path\" LIKE '%%/%s' AND line = '4'".formatted(
                names.tail(today), FILE), row -> row.getInt(1)).isEmpty()
                        ? Finding.wrong("replaced files", "a query reads the old content of a file that was replaced",
                                inCatalog("fs.cache.enabled"))
                        : Finding.ok("replaced files", "a query sees the new content");
    }

    /** Directories below a landing day are for specs with {@code landing.recursive} alone. */
    Finding below() {
        LandingPartition other = today.plus(1);
        scratch.land(spec, other, "below/" + FILE, "1");
        scratch.trino().execute(tail(other).create());
        if (lines(tail(other)) != 0) {
            return Finding.wrong("directories",
                    "catalog %s reads directories below a landing day, and the batch does not"
                            .formatted(config.landingCatalog()),
                    inCatalog("hive.recursive-directories"));
        }
        Optional<String> recursive = config.recursiveLandingCatalog();
        if (recursive.isPresent() && lines(recursive.get(), other) != 1) {
            return Finding.wrong("directories", "catalog %s does not read directories below a landing day".formatted(
                    recursive.get()),
                    "hive.recursive-directories=true, and the metastore of catalog %s, in Trino's catalog %s"
                            .formatted(config.landingCatalog(), recursive.get()));
        }
        return Finding.ok("directories", recursive.map(name -> "%s reads those below a landing day, %s does not"
                .formatted(name, config.landingCatalog())).orElse("those below a landing day are not read"));
    }

    /** The batch opens the tail of a day before its first file lands. */
    Finding toCome() {
        LandingPartition other = today.plus(2);
        scratch.trino().execute(tail(other).create());
        scratch.land(spec, other, FILE, "1");
        return lines(tail(other)) == 1
                ? Finding.ok("days to come", "a table over a day without files works, and sees the first one")
                : Finding.wrong("days to come", "a table over a day without files does not see the first one",
                        inCatalog("hive.file-status-cache-tables"));
    }

    /** Creates a table through the other catalog on the same metastore, as a second Trino would. */
    Finding metastore() {
        if (config.recursiveLandingCatalog().isEmpty()) {
            return new Finding("metastore", Verdict.SKIPPED,
                    "a cache shows only through a second catalog (trino.landing-catalog-recursive): see that hive.metastore-cache-ttl is not set",
                    Optional.empty());
        }
        TailTable other = tail(today.plus(3));
        TailTable elsewhere = new TailTable(spec, new Names(names.catalog(), config.recursiveLandingCatalog().get(),
                names.schema(), names.dataset()), other.partition());
        String table = names.tail(other.partition());
        scratch.trino().tableText(table); // a cache also keeps what is missing
        scratch.trino().execute(elsewhere.create());
        boolean isSeen = scratch.trino().tableText(table).isPresent();
        scratch.trino().execute(elsewhere.drop());
        return isSeen
                ? Finding.ok("metastore", "%s shows at once what another Trino changes".formatted(config
                        .landingCatalog()))
                : Finding.warning("metastore",
                        "%s caches what its metastore says: it shows old tables if another Trino changes them"
                                .formatted(config.landingCatalog()),
                        inCatalog("hive.metastore-cache-ttl"));
    }

    private TailTable tail(LandingPartition partition) {
        return new TailTable(spec, names, partition);
    }

    private String inCatalog(String property) {
        return "remove %s from Trino's catalog %s".formatted(property, config.landingCatalog());
    }

    private long lines(TailTable table) {
        return lines(config.landingCatalog(), table.partition());
    }

    private long lines(String catalog, LandingPartition partition) {
        return scratch.trino().query("SELECT count(*) FROM " + Names.qualified(catalog, names.hiddenSchema(),
                names.tailTable(partition)), row -> row.getLong(1)).get(0);
    }
}
