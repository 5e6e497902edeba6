package dev.freshet.transform.protocol;

import dev.freshet.transform.protocol.Setting.Fault;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** For the command line: {@code Checker <seed> <worlds> <length> [faults]}. */
final class Checker {
    private Checker() {}

    public static void main(String[] args) {
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
            if (outcome.violation().isPresent()) {
                System.out.println("seed " + s + ": " + outcome.violation().get().getMessage());
                if (Boolean.getBoolean("shrink")) {
                    Schedule least = ScheduleShrinker.shrink(schedule, outcome.violation().get().rule());
                    Schedule.Outcome shown = least.play();
                    System.out.println(least);
                    int number = 1;
                    for (String line : shown.journal()) {
                        System.out.printf("%3d. %s%n", number++, line);
                    }
                    System.out.println(shown.violation().orElseThrow().getMessage());
                }
                if (!Boolean.getBoolean("all")) {
                    break;
                }
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("%d states, %d steps, %.1f s, %.0f steps/s%n", states, steps, seconds, steps / seconds);
    }
}
