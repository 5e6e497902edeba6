package dev.freshet.cli;

import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.doctor.Doctor;
import dev.freshet.transform.doctor.Finding.Verdict;
import dev.freshet.transform.doctor.Finding;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks the lakehouse. */
@Command(name = "doctor", sortOptions = false, description = "Check that Trino, the catalogs and the storage are set up as the batch needs them. Create two schemas "
        + "named freshet_doctor_..., land files, run the batch on them, and remove all of it. Say what to change.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet doctor", "  ./freshet doctor --lakehouse production.properties backups.yaml"})
final class DoctorCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SPEC", arity = "0..1", description = "A dataset beside whose landing root the files land. Default: beside the warehouse.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommonOptions options = FreshetCommand.options(spec);
        LakehouseConfig lakehouse = options.lakehouse();
        String landingRoot = (file == null ? lakehouse.landingRoot("doctor")
                : Optional.of(SpecFile.read(file).dataset().landing().root())).orElseThrow(
                        () -> new ParameterException(spec.commandLine(),
                                "Missing SPEC: the lakehouse file does not tell where raw files land"));
        PrintWriter out = spec.commandLine().getOut();
        List<Finding> findings = new Doctor(lakehouse, landingRoot, Clock.systemUTC(),
                finding -> print(out, finding, options.json())).examine();
        boolean isWrong = findings.stream().anyMatch(finding -> finding.verdict() == Verdict.WRONG);
        if (options.json()) {
            new Output(out).json(Map.of("checks", findings.stream().map(DoctorCommand::json).toList(), "good",
                    !isWrong));
        }
        return (isWrong ? ExitCode.LAKEHOUSE : ExitCode.OK).code();
    }

    private static void print(PrintWriter out, Finding finding, boolean json) {
        if (json) {
            return;
        }
        out.printf("%-8s %-15s %s%n", word(finding), finding.check(), finding.detail().strip().replaceAll("\\R",
                "%n%25s".formatted("")));
        finding.fix().ifPresent(fix -> out.printf("%25sfix: %s%n", "", fix));
        out.flush();
    }

    private static String word(Finding finding) {
        return finding.verdict().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("check", finding.check());
        json.put("verdict", word(finding));
        json.put("detail", finding.detail());
        finding.fix().ifPresent(fix -> json.put("fix", fix));
        return json;
    }
}
