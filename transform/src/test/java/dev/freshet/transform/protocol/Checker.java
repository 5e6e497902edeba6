package dev.freshet.transform.protocol;

import dev.freshet.transform.protocol.Setting.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** For the command line: {@code Checker <seed> <worlds> <length> [faults]}, or {@code Checker replay <file>}. */
final class Checker {
    private Checker() {}

    public static void main(String[] args) throws IOException {
        if (args[0].equals("replay")) {
            tell(Schedule.parse(Files.readAllLines(Path.of(args[1]))).play());
            return;
        }
        long seed = Long.parseLong(args[0]);
        int worlds = Integer.parseInt(args[1]);
        int length = Integer.parseInt(args[2]);
        Set<Fault> faults = args.length < 4 ? null
                : Arrays.stream(args[3].split(",")).map(Fault::valueOf).collect(Collectors.toSet());
        long begin = System.nanoTime();
        long states = 0;
        long steps = 0;
        for (long s = seed; s < seed + worlds; s++) {
            Schedule schedule = faults == null ? Explorer.schedule(s, length) : Explorer.schedule(s, length, faults);
            Schedule.Outcome outcome = schedule.play();
            states += outcome.states();
            steps += outcome.steps();
            String rule = System.getProperty("rule");
            if (outcome.violation().filter(v -> rule == null || v.getMessage().startsWith(rule)).isPresent()) {
                System.out.println("seed " + s + ": " + outcome.violation().get().getMessage());
                if (Boolean.getBoolean("shrink")) {
                    Schedule least = ScheduleShrinker.shrink(schedule, outcome.violation().get().rule());
                    System.out.println(least);
                    tell(least.play());
                }
                if (!Boolean.getBoolean("all")) {
                    break;
                }
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("%d states, %d steps, %.1f s, %.0f steps/s%n", states, steps, seconds, steps / seconds);
    }

    private static void tell(Schedule.Outcome outcome) {
        int number = 1;
        for (String line : outcome.journal()) {
            System.out.printf("%3d. %s%n", number++, line);
        }
        System.out.println(outcome.violation().map(Violation::getMessage).orElse("nothing wrong"));
    }
}
