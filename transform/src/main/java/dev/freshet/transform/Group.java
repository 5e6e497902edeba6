package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.HeldBackException;
import dev.freshet.transform.publish.PublishedGroup;
import dev.freshet.transform.publish.PublishedViews;
import dev.freshet.transform.publish.Span;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The datasets of a run whose boundaries move together, as their specs name the same {@code group}: each waits before
 * its flip until all have ingested and compared their days. If one cannot, none moves. A dataset whose spec names no
 * group is one of its own, and waits for nothing.
 */
public final class Group {
    private final Collection<DatasetSpec> run;
    private final Semaphore turns;
    /** Completed by each member when its days are ingested; its turn ends then. */
    private final Map<String, CompletableFuture<Void>> ready = new TreeMap<>();
    /** Completed by each member when it has looked again for files. */
    private final Map<String, CompletableFuture<Void>> sure = new TreeMap<>();
    private Optional<LandingPartition> last = Optional.empty();

    private Group(Collection<DatasetSpec> run, Semaphore turns) {
        this.run = run;
        this.turns = turns;
    }

    /**
     * The group of each dataset of a run.
     *
     * @param atOnce how many datasets are worked on at once. One that is ready for its flip no longer counts.
     */
    public static Map<DatasetSpec, Group> of(Collection<DatasetSpec> run, int atOnce) {
        Semaphore turns = new Semaphore(atOnce, true);
        Map<Object, Group> byName = new HashMap<>();
        Map<DatasetSpec, Group> groups = new HashMap<>();
        for (DatasetSpec spec : run) {
            Group group = byName.computeIfAbsent(spec.group().<Object>map(name -> name).orElse(spec),
                    name -> new Group(run, turns));
            group.ready.put(spec.name(), new CompletableFuture<>());
            group.sure.put(spec.name(), new CompletableFuture<>());
            groups.put(spec, group);
        }
        return groups;
    }

    /** The group of a dataset that is run alone. */
    public static Group alone(DatasetSpec spec) {
        return of(List.of(spec), 1).get(spec);
    }

    /** Whether it has several members. Then each needs a thread of its own. */
    public boolean isShared() {
        return ready.size() > 1;
    }

    /** Does all the work on a member, in its turn. If it fails, the others no longer wait for it. */
    public <T> T during(DatasetSpec member, Supplier<T> work) {
        turns.acquireUninterruptibly();
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            leave(member, e);
            throw e;
        } finally {
            leave(member, new CancellationException());
        }
    }

    /** Has no effect on a member that is ready for its flip, or has left before. */
    private void leave(DatasetSpec member, Throwable why) {
        endTurn(ready.get(member.name()).completeExceptionally(why));
        sure.get(member.name()).completeExceptionally(why);
    }

    private void endTurn(boolean ends) {
        if (ends) {
            turns.release();
        }
    }

    /**
     * The last landing partition that is over: the same for all, also if midnight passes while they work. Empty if the
     * dataset has no group.
     */
    synchronized Optional<LandingPartition> last(Dataset dataset) {
        if (last.isEmpty() && dataset.spec().group().isPresent()) {
            Instant now = dataset.now();
            Instant over = dataset.advisor().trinoNow().filter(now::isAfter).orElse(now);
            last = Optional.of(LandingPartition.at(over, dataset.spec().zone(), dataset.spec().landing().cadence())
                    .plus(-1));
        }
        return last;
    }

    /**
     * Does a member's flip. If that moves its boundary, waits until all are ready for theirs.
     *
     * @param again ingests files that have landed meanwhile, as the wait can be long
     * @return the views as published then
     * @throws HeldBackException if one of them is not; no boundary has moved
     */
    PublishedViews flip(CutOver cutOver, Span wanted, PublishedViews published, Runnable again) {
        Dataset dataset = cutOver.dataset();
        boolean moves = published.live().map(Publication::boundary).filter(wanted.boundary()::equals).isEmpty();
        if (moves) {
            requireAll(dataset, wanted.boundary());
        }
        if (isShared()) {
            endTurn(ready.get(dataset.name()).complete(null));
            if (moves) {
                await(ready, dataset);
                again.run();
            }
            sure.get(dataset.name()).complete(null);
            if (moves) {
                await(sure, dataset);
            }
        }
        return cutOver.flip(wanted, published);
    }

    /** No published dataset of the group may be left behind. One that has its boundary there already is not. */
    private void requireAll(Dataset dataset, Boundary to) {
        String missing = dataset.group().map(PublishedGroup::boundaries).orElse(Map.of()).entrySet().stream()
                .filter(other -> other.getValue().isBefore(to) && run.stream()
                        .noneMatch(spec -> spec.name().equals(other.getKey())
                                && spec.schema().equals(dataset.spec().schema())))
                .map(other -> "%s at %s".formatted(other.getKey(), other.getValue()))
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new HeldBackException(
                    "Cannot cut over %s to %s: this would leave %s, which is in group %s, too (name the specs of all its datasets in one run)"
                            .formatted(dataset.name(), to, missing, dataset.spec().group().orElseThrow()),
                    null);
        }
    }

    private void await(Map<String, CompletableFuture<Void>> members, Dataset dataset) {
        members.forEach((other, member) -> {
            try {
                member.join();
            } catch (CompletionException | CancellationException e) {
                throw new HeldBackException("Cannot cut over %s: %s, of the same group, is not ready (run both again)"
                        .formatted(dataset.name(), other), e.getCause());
            }
        });
    }
}
