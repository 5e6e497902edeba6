package dev.freshet.benchmarks.advise;

import java.util.Collections;
import java.util.List;

/**
 * What lands, and what is asked.
 *
 * @param megabytesByHour what lands in each of the 24 hours of a day, as stored (1 MB is 10^6 bytes)
 * @param targetMillis that 19 of 20 answers should meet
 * @param question what is asked, as the model names it
 * @param codec of the files, as the model names it
 */
public record Load(List<Double> megabytesByHour, double fileMegabytes, double queriesPerSecond, double targetMillis,
        String question, String codec) {
    static final int HOURS = 24;

    public Load {
        megabytesByHour = List.copyOf(megabytesByHour);
        if (megabytesByHour.size() != HOURS || fileMegabytes <= 0 || queriesPerSecond < 0 || targetMillis <= 0) {
            throw new IllegalArgumentException("Invalid load: %d hours, files of %s MB, %s queries/s, target %s ms"
                    .formatted(megabytesByHour.size(), fileMegabytes, queriesPerSecond, targetMillis));
        }
    }

    /** The same in each hour. */
    public static List<Double> constant(double bytesPerSecond) {
        return Collections.nCopies(HOURS, bytesPerSecond * 3600 / 1e6);
    }

    /** From midnight to the end of so many hours. */
    double megabytesUntil(int hour) {
        return megabytesByHour.subList(0, hour).stream().mapToDouble(Double::doubleValue).sum();
    }

    double megabytesPerDay() {
        return megabytesUntil(HOURS);
    }

    Load withFiles(double megabytes) {
        return new Load(megabytesByHour, megabytes, queriesPerSecond, targetMillis, question, codec);
    }
}
