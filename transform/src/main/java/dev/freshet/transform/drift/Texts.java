package dev.freshet.transform.drift;

import dev.freshet.spec.DataType.Scalar;
import dev.freshet.spec.DataType;
import dev.freshet.spec.TimeFormat;
import dev.freshet.spec.TimePattern;
import dev.freshet.spec.json.TypeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Statistics on the strings seen at one path, and the types for which all of them are valid. */
final class Texts {
    private record Candidate(Scalar type, TimeFormat format, TypeRule rule) {
        private Candidate(Scalar type, TimeFormat format) {
            this(type, format, TypeRule.of(type, format));
        }

        private static Candidate pattern(Scalar type, String pattern) {
            return new Candidate(type,
                    new TimeFormat.Text(Optional.of(TimePattern.parse(pattern)), Optional.empty()));
        }

        private boolean hasPattern() {
            return !format.equals(TimeFormat.ISO8601);
        }
    }

    private static final List<Candidate> CANDIDATES = Stream.concat(
            Stream.of(Scalar.UUID, Scalar.DATE, Scalar.TIMESTAMP_TZ, Scalar.TIMESTAMP)
                    .map(type -> new Candidate(type, TimeFormat.ISO8601)),
            Stream.of(Candidate.pattern(Scalar.TIMESTAMP_TZ, "dd/MMM/yyyy:HH:mm:ss Z"),
                    Candidate.pattern(Scalar.TIMESTAMP, "yyyy-MM-dd HH:mm:ss,SSS")))
            .toList();

    private final List<Candidate> possible = new ArrayList<>(CANDIDATES);
    private long count;

    void add(String text) {
        count++;
        possible.removeIf(candidate -> candidate.rule().value(text) == null);
    }

    void add(Texts other) {
        count += other.count;
        possible.retainAll(other.possible);
    }

    long count() {
        return count;
    }

    /** A type that needs no format. */
    DataType type() {
        return possible.stream().filter(candidate -> !candidate.hasPattern()).map(Candidate::type).findFirst()
                .orElse(Scalar.VARCHAR);
    }

    /** A pattern of times, if no type fits without one. */
    Optional<TimeFormat> format() {
        return type() != Scalar.VARCHAR ? Optional.empty() : possible.stream().map(Candidate::format).findFirst();
    }
}
