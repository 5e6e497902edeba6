package dev.freshet.benchmarks.cutover;

import dev.freshet.core.LandingPartition;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.samples.LandingFiles;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDate;

/** Where the files of a dataset land, each as a whole or not at all. */
@FunctionalInterface
interface LandingPlace {
    void land(LocalDate day, String name, LandingFiles.Content content) throws IOException;

    /** On disk a file is renamed when it is complete; on object storage it appears once it is closed. */
    static LandingPlace of(DatasetSpec spec, LakehouseConfig config, LakehouseConnection lakehouse) {
        String localRoot = config.landing().get(LocalFileIO.LOCATION);
        if (localRoot != null) {
            LandingFiles files = new LandingFiles(spec, Path.of(localRoot));
            return (day, name, content) -> files.land(LandingPartition.of(day), name, content);
        }
        return (day, name, content) -> {
            String location = spec.landing().directory(LandingPartition.of(day)) + "/" + name;
            try (OutputStream out = lakehouse.landing().newOutputFile(location).create()) {
                content.writeTo(out);
            }
        };
    }
}
