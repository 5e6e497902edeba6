package dev.freshet.transform.landing;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The raw files of a dataset's tail, kept in memory from one ingest to the next. An ingest looks up only the files that
 * events have told of, and lists a landing partition in full only now and then: so it finds what no event told of.
 * Events come from any thread, ingests from one at a time. Takes about 300 bytes for a file.
 */
public final class KeptListing {
    /**
     * How long a full listing is enough while events come. Well below the ten minutes that a hidden file may be late.
     */
    public static final Duration LASTS = Duration.ofMinutes(5);
    /** With more paths, listing in full is cheaper. */
    static final int MOST_TOLD = 10_000;
    /** One request lists a thousand files, or looks up one. It takes ten times as long. */
    private static final int WORTH = 100;
    /** So many changes make a new listing worth it: only files that were listed in full need no name in the views. */
    private static final int MANY = 200;
    /** An event may come as much later than its file. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(KeptListing.class);

    private final String root;
    private final String location;
    private final Places places;
    private final Duration every;
    private final Map<LandingPartition, Kept> kept = new ConcurrentHashMap<>();
    private final Set<String> told = new HashSet<>();
    private volatile Set<LandingPartition> tail = Set.of();
    private volatile boolean trusted;
    private boolean lost;

    /** @throws java.util.NoSuchElementException if the spec has no {@code ingest} */
    public KeptListing(DatasetSpec spec) {
        this.root = spec.landing().root();
        this.location = location(root);
        this.places = Places.of(spec.landing());
        this.every = spec.ingest().orElseThrow().every();
    }

    /** A path as events have it: without the scheme, as {@code s3}, {@code s3a} and {@code s3n} are the same place. */
    public static String location(String path) {
        return path.replaceFirst("^[A-Za-z0-9+.-]+:", "");
    }

    /**
     * Takes an event: something has happened to the file at this location.
     *
     * @param file its path without the scheme, such as {@code //bucket/key}
     * @return false if no ingest would read it
     */
    public boolean told(String file) {
        Optional<LandingPartition> partition = Optional.of(file).filter(path -> path.startsWith(location + "/"))
                .flatMap(path -> places.partition(path.substring(location.length() + 1)));
        if (partition.isEmpty() || !tail.isEmpty() && !tail.contains(partition.get())) {
            return false;
        }
        synchronized (told) {
            if (!lost && told.add(root + file.substring(location.length())) && told.size() > MOST_TOLD) {
                lost();
            }
        }
        trusted = true;
        return true;
    }

    /** Some events may be lost: the next ingest lists in full. */
    public void lost() {
        synchronized (told) {
            lost = true;
            told.clear();
        }
    }

    /** Whether events tell of all files. Without, each ingest lists in full. */
    public void trust(boolean events) {
        trusted = events;
    }

    /** When the next full listing is due; empty if each ingest lists in full. */
    public Optional<Instant> listsAt() {
        return trusted ? kept.values().stream().map(each -> each.at.plus(LASTS)).min(Comparator.naturalOrder())
                : Optional.empty();
    }

    /** Does an ingest with this listing. If it fails, the next one lists in full. */
    public <T> T during(LandingZone landing, InstantSource clock, Function<Listing, T> ingest) {
        Ingest now = new Ingest(landing, clock, start());
        boolean done = false;
        try {
            T result = ingest.apply(now);
            done = true;
            return result;
        } finally {
            if (!done) {
                lost();
            }
            end(now.asked);
        }
    }

    /** @return the files to look up, by landing partition */
    private Map<LandingPartition, Set<String>> start() {
        synchronized (told) {
            if (lost) {
                kept.clear();
                lost = false;
            }
            Map<LandingPartition, Set<String>> paths = told.stream().collect(Collectors.groupingBy(
                    path -> places.partition(path.substring(root.length() + 1)).orElseThrow(), Collectors.toSet()));
            told.clear();
            return paths;
        }
    }

    private void end(Set<LandingPartition> asked) {
        tail = Set.copyOf(asked);
        kept.keySet().retainAll(asked);
        if (!trusted) {
            kept.clear();
        }
    }

    private static final class Kept {
        private final NavigableMap<String, RawFile> files = new TreeMap<>();
        private final Instant at;
        private int changes;

        Kept(Collection<RawFile> files, Instant at) {
            files.forEach(file -> this.files.put(file.path(), file));
            this.at = at;
        }

        void lookUp(String path, LandingZone landing) {
            Optional<RawFile> now = landing.find(path);
            if (!now.equals(Optional.ofNullable(now.isPresent() ? files.put(path, now.get()) : files.remove(path)))) {
                changes++;
            }
        }
    }

    private final class Ingest implements Listing {
        private final LandingZone landing;
        private final InstantSource clock;
        private final Map<LandingPartition, Set<String>> events;
        private final Set<LandingPartition> asked = new HashSet<>();

        Ingest(LandingZone landing, InstantSource clock, Map<LandingPartition, Set<String>> events) {
            this.landing = landing;
            this.clock = clock;
            this.events = events;
        }

        @Override
        public Listed of(LandingPartition partition, List<RawFile> again) {
            Set<String> paths = new HashSet<>(
                    Optional.ofNullable(events.remove(partition)).orElseGet(Set::of));
            again.forEach(file -> paths.add(file.path()));
            boolean first = asked.add(partition);
            Kept now = kept.get(partition);
            if (now == null || first && isOld(now) || paths.size() * WORTH > now.files.size()) {
                now = list(partition, paths, Optional.ofNullable(now));
            } else {
                for (String path : paths) {
                    now.lookUp(path, landing);
                }
            }
            return new Listed(new ArrayList<>(now.files.values()), now.at);
        }

        private boolean isOld(Kept now) {
            Duration age = Duration.between(now.at, clock.instant());
            return !trusted || age.compareTo(LASTS) >= 0
                    || now.changes >= MANY && age.compareTo(every) >= 0;
        }

        private Kept list(LandingPartition partition, Set<String> paths, Optional<Kept> before) {
            Instant at = clock.instant();
            Kept now = new Kept(landing.list(partition), at);
            long untold = before.filter(old -> trusted).map(old -> now.files.values().stream()
                    .filter(file -> file.modified().isBefore(at.minus(ON_THE_WAY)))
                    .filter(file -> !file.equals(old.files.get(file.path())) && !paths.contains(file.path()))
                    .filter(file -> !isTold(file.path())).count()).orElse(0L);
            if (untold > 0) {
                log.warn("no event told of {} files of {} in {}, so each ingest lists in full until the next event",
                        untold, partition, root);
                trusted = false;
            }
            kept.put(partition, now);
            return now;
        }

        private boolean isTold(String path) {
            synchronized (told) {
                return told.contains(path);
            }
        }
    }
}
