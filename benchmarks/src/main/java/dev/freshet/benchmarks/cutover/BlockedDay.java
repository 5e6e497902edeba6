package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.cli.telemetry.LandingFiles;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A day with a raw file of rejects, more than the spec allows. Until the file is moved out some days later, no run can
 * ingest that day. The file has no rows.
 */
final class BlockedDay {
    private static final byte[] REJECTS = "no JSON\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);

    private final DatasetSpec spec;
    private final LandingFiles files;
    private final LakehouseConnection lakehouse;
    private final Readers readers;
    private Optional<Block> block = Optional.empty();
    private int number;

    private record Block(LocalDate day, String name, long landed, int days) {}

    BlockedDay(DatasetSpec spec, LandingFiles files, LakehouseConnection lakehouse, Readers readers) {
        this.spec = spec;
        this.files = files;
        this.lakehouse = lakehouse;
        this.readers = readers;
    }

    synchronized boolean isThere() {
        return block.isPresent();
    }

    /** @param days the file is moved out after this many days */
    synchronized void land(LocalDate day, int days) {
        String name = "broken-%06d.json".formatted(++number);
        try {
            files.land(LandingPartition.of(day), name, out -> out.write(REJECTS));
        } catch (IOException e) {
            throw new BenchException("Cannot land %s in %s: %s".formatted(name, day, e), e);
        }
        block = Optional.of(new Block(day, name, System.nanoTime(), days));
    }

    synchronized void dayEnds(LocalDate today) throws InterruptedException {
        if (block.isPresent() && !today.isBefore(block.get().day().plusDays(block.get().days()))) {
            moveOut();
        }
    }

    /** While no query runs: one that has listed the file would fail. */
    synchronized void moveOut() throws InterruptedException {
        if (block.isPresent()) {
            String directory = spec.landing().directory(LandingPartition.of(block.get().day()));
            readers.whileNoneReads(() -> lakehouse.landing().deleteFile(directory + "/" + block.get().name()));
            block = Optional.empty();
        }
    }

    /**
     * Why a run should have failed.
     *
     * @param run that has returned normally just now
     * @param today by its clock
     */
    synchronized Optional<String> reason(Run run, LocalDate today) {
        return block.filter(there -> there.landed() < run.began()
                && (there.day().isBefore(today) || there.day().isBefore(run.boundary())))
                .map(there -> "%s lies in %s, and the run returned normally".formatted(there.name(), there.day()));
    }
}
