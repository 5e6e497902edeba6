package dev.freshet.transform;

import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.engine.Written;
import dev.freshet.transform.history.History;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.publish.ReconcileException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a run makes of the lines that it has rejected. */
record Rejects(Dataset dataset) {
    /** The advice looks at this many files; some may be unreadable. */
    private static final int FILES = 3;

    /** The files of which this run read lines, and rejected all. */
    static List<RawFile> of(History history, Collection<BatchReport.Partition> partitions) {
        return partitions.stream().filter(partition -> !partition.reasons().isEmpty())
                .flatMap(partition -> history.ledger().inputs(partition.landed()).stream())
                .flatMap(inputs -> inputs.files().stream())
                .filter(input -> input.rows() == 0 && input.rejects() > 0).map(Inputs.Input::file).toList();
    }

    /** @throws ReconcileException if a larger part of the lines was rejected than the spec allows */
    void requireFew(Written written, Merge merge) {
        if (!merge.limited()) {
            return;
        }
        Inputs inputs = written.inputs();
        dataset.spec().maxRejects().filter(most -> most.isExceeded(inputs.rejects(), inputs.rows())).ifPresent(most -> {
            throw new ReconcileException(
                    "Cannot cut over %s: landing day %s has %d rejects beside %d rows, more than max_rejects: %s (%s)"
                            .formatted(dataset.name(), written.unit(), inputs.rejects(), inputs.rows(), most,
                                    BatchReport.topReasons(written.reasons())));
        });
    }

    /** What to do if most lines were rejected because of how their file is written. */
    Optional<String> advice(Written written) {
        long rejects = written.reasons().values().stream().mapToLong(Long::longValue).sum();
        if (rejects <= written.inputs().rows()) {
            return Optional.empty();
        }
        return written.inputs().files().stream().filter(file -> file.rejects() > file.rows()).limit(FILES)
                .filter(file -> !dataset.landing().isCompressedUnderPlainName(file.file()))
                .flatMap(file -> advice(file.path()).stream()).findFirst();
    }

    private Optional<String> advice(String path) {
        return dataset.landing().form(path).flatMap(form -> form.advice(dataset.name() + ".yaml", "FILE")
                .map(advice -> "%s is %s: %s".formatted(path, form.says(), advice)));
    }
}
