package dev.freshet.cli;

import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.cli.screen.Progress;
import dev.freshet.transform.connect.LakehouseConfig;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs a benchmark and prints its report.
 *
 * @param onLakehouse runs it on the lakehouse that {@code --lakehouse} names
 * @param onLocalLakehouse runs it on a lakehouse of its own
 */
record BenchRun<R>(BiFunction<LakehouseConfig, BenchProgress, R> onLakehouse,
        Function<BenchProgress, R> onLocalLakehouse, Function<R, String> markdown) {

    int call(CommandSpec spec) {
        CommonOptions options = FreshetCommand.options(spec);
        R report;
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            report = FreshetCommand.isLakehouseNamed(spec)
                    ? onLakehouse.apply(options.lakehouse(), progress::at)
                    : onLocalLakehouse.apply(progress::at);
        }
        Answer answer = new Answer(spec.commandLine().getOut());
        if (options.json()) {
            answer.json(report);
        } else {
            answer.line(markdown.apply(report));
        }
        return ExitCode.OK.code();
    }
}
