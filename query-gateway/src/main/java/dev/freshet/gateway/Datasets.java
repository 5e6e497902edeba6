package dev.freshet.gateway;

import dev.freshet.core.Boundary;
import dev.freshet.core.Ingested;
import dev.freshet.core.Publication;
import dev.freshet.gateway.Route.View;
import dev.freshet.gateway.sql.QualifiedName;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks up whether a name is a dataset, or a view that reads datasets. */
interface Datasets {
    /**
     * @param name catalog, schema and table
     * @throws SQLException if the look-up fails
     */
    Found find(QualifiedName name) throws SQLException;

    /**
     * Like {@link #find}, but the answer may be older. Use it for the end of a tail only, not to route to T-1.
     *
     * @throws SQLException as {@link #find} does
     */
    default Found findForLive(QualifiedName name) throws SQLException {
        return find(name);
    }

    /** Begins {@link #find}, on another thread if the answer is not at hand and a thread is free. */
    default Pending<Found> begin(QualifiedName name) {
        return new Pending<>(() -> find(name));
    }

    /** Begins {@link #findForLive}, as {@link #begin} does. */
    default Pending<Found> beginForLive(QualifiedName name) {
        return new Pending<>(() -> findForLive(name));
    }

    /**
     * How much each view of a dataset reads, without those of which that is not known. It is looked up each time.
     *
     * @param dataset its name
     */
    default Map<View, Size> sizes(QualifiedName dataset) {
        return Map.of();
    }

    /**
     * The files that a view reads. Predicates of a statement can make it less.
     *
     * @param rawFiles those of them that are raw JSON
     */
    record Size(long files, long bytes, long rawFiles, long rawBytes) {
        Size plus(Size other) {
            return new Size(files + other.files, bytes + other.bytes, rawFiles + other.rawFiles,
                    rawBytes + other.rawBytes);
        }
    }

    /**
     * What a name stands for.
     *
     * @param dataset the dataset, if the name is a live view of Freshet
     * @param inner the datasets that it reads, if it is another view
     * @param unknown what else such a view reads, and the caller may not describe
     */
    record Found(Optional<Dataset> dataset, List<Inner> inner, Set<QualifiedName> unknown) {
        static final Found NOTHING = new Found(Optional.empty(), List.of(), Set.of());

        public Found {
            inner = List.copyOf(inner);
            unknown = Set.copyOf(unknown);
        }

        /** All datasets that are read. */
        Stream<Dataset> datasets() {
            return Stream.concat(dataset.stream(), inner.stream().map(Inner::dataset));
        }

        static Found of(Dataset dataset) {
            return new Found(Optional.of(dataset), List.of(), Set.of());
        }
    }

    /** A dataset that another view reads. That view's text fixes which of its views is read. */
    record Inner(QualifiedName name, Dataset dataset, View view) {}

    /** What is published of a dataset. The times in it are computed once, as it serves many statements. */
    final class Dataset {
        private final Publication publication;
        private final Optional<Boundary> t1;
        private final Optional<Ingested> ingested;
        private final TailEnd tailEnd;
        private final Optional<Instant> t1Until;
        private final Optional<Instant> ingestedUntil;

        /**
         * @param publication read from the live view
         * @param t1 the boundary of the T-1 view, if that exists. A flip replaces the live view first, so the T-1 view
         *        is a day behind for a moment, or until the next run if a run dies there.
         * @param ingested read from the ingested view, if the live view reads the hot table
         */
        Dataset(Publication publication, Optional<Boundary> t1, Optional<Ingested> ingested) {
            this.publication = publication;
            this.t1 = t1;
            this.ingested = ingested;
            this.tailEnd = TailEnd.of(publication);
            this.t1Until = t1.map(boundary -> boundary.historyDataAsOf(publication.zone()));
            this.ingestedUntil = ingested.flatMap(Ingested::completeUntil)
                    .map(until -> tailEnd.dataAsOf(until)); // an ingest does not see files that land after it
        }

        Publication publication() {
            return publication;
        }

        Optional<Boundary> t1() {
            return t1;
        }

        Optional<Ingested> ingested() {
            return ingested;
        }

        TailEnd tailEnd() {
            return tailEnd;
        }

        /** The instant up to which a view is complete, if its text decides that: not the live view. */
        Optional<Instant> completeUntil(View view) {
            return switch (view) {
                case T_1 -> t1Until;
                case INGESTED -> ingestedUntil;
                case LIVE -> Optional.empty();
            };
        }

        /** Up to when an answer from a view would be complete; empty if there is no such view, or that is not known. */
        Optional<Instant> dataAsOf(View view, Instant sentAt) {
            return view == View.LIVE ? Optional.of(tailEnd.dataAsOf(sentAt))
                    : completeUntil(view).map(at -> at.isAfter(sentAt) ? sentAt : at);
        }

        /** The latest time in the published views, by the clock of the machine that published it. */
        Instant lastPublishedAt() {
            Stream<Instant> ingests = ingested.flatMap(Ingested::completeness).stream()
                    .flatMap(complete -> Stream.concat(Stream.of(complete.listed()), complete.until().stream()));
            Instant boundary = publication.boundary().historyDataAsOf(publication.zone());
            return Stream.concat(Stream.of(publication.publishedAt(), boundary), ingests)
                    .max(Comparator.naturalOrder()).orElseThrow();
        }

        /** What the live view reads as raw JSON, in words. */
        String raw() {
            return "landing partitions from " + publication.boundary()
                    + publication.tail().map(tail -> " to " + tail.until().plus(-1)).orElse(" on")
                    + ingested.map(hot -> ", without the %d hot files%s".formatted(hot.files(), hot.completeUntil()
                            .map(at -> ", all that had landed by " + at).orElse(""))).orElse("");
        }
    }
}
