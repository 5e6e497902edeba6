package dev.freshet.transform;

import dev.freshet.spec.EngineMode;
import dev.freshet.transform.engine.Engine;
import dev.freshet.transform.history.History;
import dev.freshet.transform.landing.RawFile;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses what reads the raw files of a landing partition and writes its data files, as the spec says. */
record Engines(Dataset dataset) {
    private static final Logger log = LoggerFactory.getLogger(Engines.class);

    /** @param files all raw files of the landing partition */
    Engine of(History history, List<RawFile> files) {
        long bytes = files.stream().mapToLong(RawFile::bytes).sum();
        EngineMode mode = dataset.spec().engine();
        if (mode != EngineMode.LOCAL) {
            log.info("{}: {} bytes are read and written {}", dataset.name(), bytes, mode.reason(bytes));
        }
        return mode.isTrino(bytes) ? history.engine(dataset.landing(), dataset.jsonNumbers(), dataset.cluster())
                : history.engine(dataset.landing(), dataset.jsonNumbers());
    }

    /** What would be done for a planned landing partition: SQL statements, and work outside Trino as comments. */
    List<String> text(BatchPlan.Partition planned) {
        EngineMode mode = dataset.spec().engine();
        List<String> text = new ArrayList<>(
                List.of("-- list and write: %d files, %d bytes of landing day %s to Parquet%s"
                        .formatted(planned.files().size(), planned.bytes(), planned.unit(),
                                mode == EngineMode.LOCAL ? "" : ", " + mode.reason(planned.bytes()))));
        if (mode.isTrino(planned.bytes())) {
            text.addAll(dataset.cluster().text(dataset.spec(), planned.landed(), planned.files()));
        }
        return text;
    }
}
