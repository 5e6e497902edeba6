package dev.freshet.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** What a run would do to a dataset, as text or JSON. */
record PlanOutput(String dataset, List<String> steps) implements DatasetOutput {
    @Override
    public void print(PrintWriter out) {
        out.println("-- dataset " + dataset + (steps.isEmpty() ? ": nothing to do" : ""));
        steps.forEach(step -> out.println(isComment(step) ? step : step + ";"));
    }

    @Override
    public Map<String, Object> json() {
        return Map.of("dataset", dataset, "statements", steps);
    }

    private static boolean isComment(String step) {
        return step.lines().allMatch(line -> line.startsWith("--"));
    }
}
