package dev.freshet.transform.protocol;

import dev.freshet.transform.protocol.Setting.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The checker's command line. {@code Checker <seed> <worlds> <length> [faults] [rule]} plays worlds until one fails,
 * and prints the shortest schedule that fails; {@code Checker replay <file>} plays a schedule.
 */
final class Checker {
    private Checker() {}

    public static void main(String[] args) throws IOException {
        if (args[0].equals("replay")) {
            System.out.println(describe(Schedule.parse(Files.readAllLines(Path.of(args[1])))));
            return;
        }
        int length = Integer.parseInt(args[2]);
        LongFunction<Schedule> schedules = args.length < 4 || args[3].equals("ALL")
                ? seed -> Explorer.schedule(seed, length)
                : seed -> Explorer.schedule(seed, length, faults(args[3]));
        String rule = args.length < 5 ? "" : args[4];
        long begin = System.nanoTime();
        Search search = Search.play(Long.parseLong(args[0]), Integer.parseInt(args[1]), schedules,
                violation -> violation.getMessage().startsWith(rule));
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("%d worlds, %d steps, %d states read, %.1f s%n", search.worlds(), search.steps(),
                search.states(), seconds);
        search.failed().ifPresentOrElse(found -> {
            System.out.println("seed " + found.seed() + ": " + found.violation().getMessage());
            System.out.println(describe(found));
        }, () -> System.out.println("nothing wrong"));
    }

    private static Set<Fault> faults(String names) {
        return Arrays.stream(names.split(",")).map(Fault::valueOf).collect(Collectors.toSet());
    }

    /** Describes the shortest schedule that breaks the same rule, and its events. */
    static String describe(Search.Found found) {
        return "seed %d%n%s".formatted(found.seed(),
                describe(ScheduleShrinker.shrink(found.schedule(), found.violation().rule())));
    }

    private static String describe(Schedule schedule) {
        Schedule.Outcome outcome = schedule.play();
        return "%s%n%n%s%n%s".formatted(schedule,
                IntStream.range(0, outcome.journal().size())
                        .mapToObj(i -> "%3d. %s".formatted(i + 1, outcome.journal().get(i)))
                        .collect(Collectors.joining("\n")),
                outcome.violation().map(Violation::getMessage).orElse("nothing wrong"));
    }
}
