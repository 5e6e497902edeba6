package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.sql.SetAside;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.landing.FileCheck;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.landing.UnreadableFileException;
import dev.freshet.transform.publish.PublishedViews;
import dev.freshet.transform.publish.Span;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds raw files that would fail every query of the tail, so that the views can leave them out. */
record TailCheck(Dataset dataset) {
    private static final Logger log = LoggerFactory.getLogger(TailCheck.class);
    /** Trino finds files by name among at most 1,000 names ({@code hive.domain-compaction-threshold}). */
    private static final int NAMES = 500;

    /**
     * The tail tables to make again: all, if they read the directories of another layout; else those that fail every
     * query, as the table or its directory is gone.
     */
    List<LandingPartition> toReopen(PublishedViews published) {
        List<LandingPartition> tail = published.span().map(Span::tail).orElse(List.of());
        List<LandingPartition> there = published.isMoved() ? List.of() : published.tailTables();
        return tail.stream().filter(each -> !there.contains(each) || dataset.landing().isGone(each)).toList();
    }

    /** The same tail without the files that cannot be read. */
    Span readable(Span span) {
        return span.without(of(span, false));
    }

    /**
     * The files of the tail to set aside. Reads compressed files to their end.
     *
     * @param all whether to let Trino read every file, too, not only those that are set aside already
     */
    SetAside of(Span span, boolean all) {
        NavigableMap<LandingPartition, SortedMap<String, String>> files = new TreeMap<>();
        for (LandingPartition partition : span.tail()) {
            files.put(partition, of(partition, span.setAside().of(partition), all));
        }
        return new SetAside(files);
    }

    private SortedMap<String, String> of(LandingPartition partition, SortedMap<String, String> known, boolean all) {
        List<RawFile> files = dataset.landing().list(partition);
        SortedMap<String, String> reasons = byContent(files);
        List<RawFile> asked = all ? files
                : files.stream().filter(file -> known.containsKey(file.path())).toList();
        reasons.putAll(byTrino(partition, asked, reasons.keySet()));
        return reasons;
    }

    /**
     * Looks for unreadable files after a failure.
     *
     * @param known reject reasons by path; takes the new ones
     * @return whether there are new ones
     */
    boolean addTo(SortedMap<String, String> known, LandingPartition partition, List<RawFile> files,
            RuntimeException failure) {
        int before = known.size();
        if (failure instanceof UnreadableFileException) {
            known.putAll(byContent(files));
        } else if (failure instanceof LakehouseException e && TrinoSession.isFileFault(e)) {
            SortedMap<String, String> reasons = byTrino(partition, files, known.keySet());
            reasons.putAll(byContent(files.stream().filter(file -> reasons.containsKey(file.path())).toList()));
            known.putAll(reasons);
        }
        if (known.size() > before) {
            log.warn("{} files of {} cannot be read and are set aside", known.size() - before, partition);
        }
        return known.size() > before;
    }

    private SortedMap<String, String> byContent(List<RawFile> files) {
        return new FileCheck(dataset.landing()).unreadable(files);
    }

    /**
     * The reject reasons by path of files that Trino cannot read.
     *
     * @param without paths of files that are known to be unreadable
     */
    private SortedMap<String, String> byTrino(LandingPartition partition, List<RawFile> files,
            Collection<String> without) {
        SortedMap<String, String> reasons = new TreeMap<>();
        List<String> paths = files.stream().map(RawFile::path).filter(path -> !without.contains(path)).toList();
        for (int start = 0; start < paths.size(); start += NAMES) {
            search(partition, paths.subList(start, Math.min(paths.size(), start + NAMES)), reasons);
        }
        return reasons;
    }

    /** Halves the list until one file is left. */
    private void search(LandingPartition partition, List<String> paths, SortedMap<String, String> reasons) {
        try {
            dataset.trino().query("SELECT count(*) FROM %s WHERE \"$path\" IN (%s)".formatted(
                    dataset.names().tail(partition),
                    paths.stream().map(Names::literal).collect(Collectors.joining(", "))), row -> row.getLong(1));
        } catch (LakehouseException e) {
            if (!TrinoSession.isFileFault(e)) {
                throw e;
            }
            if (paths.size() == 1) {
                reasons.put(paths.get(0), FileCheck.reason("Trino cannot read it"));
                return;
            }
            search(partition, paths.subList(0, paths.size() / 2), reasons);
            search(partition, paths.subList(paths.size() / 2, paths.size()), reasons);
        }
    }
}
