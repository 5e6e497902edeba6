package dev.freshet.benchmarks.cutover;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.LakehouseConnection;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Deletes raw files of past days, as a lifecycle rule does, once history holds them. */
final class Expiry {
    /** Long enough after the cut-over that no rollback needs them. */
    static final int DAYS = 6;

    private final DatasetSpec spec;
    private final LakehouseConnection lakehouse;
    private final Set<Long> deleted = new HashSet<>();

    Expiry(DatasetSpec spec, LakehouseConnection lakehouse) {
        this.spec = spec;
        this.lakehouse = lakehouse;
    }

    /** @return how many files were deleted */
    int expire(LocalDate boundary, List<LandedFile> landed, List<Run> runs) {
        Classifier classifier = new Classifier(landed, runs);
        List<LandedFile> expired = landed.stream().filter(file -> file.day().isBefore(boundary.minusDays(DAYS))
                && !deleted.contains(file.number()) && classifier.isIngested(file, System.nanoTime())).toList();
        for (LandedFile file : expired) {
            lakehouse.landing().deleteFile(spec.landing().directory(LandingPartition.of(file.day())) + "/"
                    + LandedFile.name(file.number()));
            deleted.add(file.number());
        }
        return expired.size();
    }
}
