package dev.freshet.cli;

import dev.freshet.cli.demo.DemoException;
import dev.freshet.lakehouse.StartException;
import dev.freshet.spec.SpecException;
import dev.freshet.spec.SpecProblem;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.HeldBackException;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.S3Failure;
import dev.freshet.transform.connect.Secrets;
import dev.freshet.transform.connect.SpecRefusedException;
import dev.freshet.transform.landing.UnreadableFileException;
import dev.freshet.transform.publish.ReconcileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A failure as users and scripts see it: one message, without passwords, and one exit code. */
record Failure(ExitCode exit, String message, List<SpecProblem> problems) {
    /** Longest message shown without --verbose, in lines. A message can hold a long SQL text. */
    private static final int LINES = 8;

    Failure {
        message = message == null ? null : Secrets.hidden(message);
    }

    static Failure of(Throwable e) {
        return switch (e) {
            case CommandException own -> new Failure(own.exit(), own.getMessage(), own.problems());
            case SpecException spec -> new Failure(ExitCode.SPEC, spec.getMessage(), spec.problems());
            case SpecRefusedException refused -> of(ExitCode.SPEC, refused);
            case ReconcileException differs -> of(ExitCode.RECONCILE, differs);
            case ConcurrentRunException other -> of(ExitCode.CONCURRENT, other);
            case HeldBackException held -> of(held.getCause() == null ? ExitCode.USAGE : of(held.getCause()).exit(),
                    held);
            case LakehouseException refused -> of(ExitCode.LAKEHOUSE, refused);
            case UnreadableFileException file -> of(ExitCode.FILE, file);
            case StartException start -> of(ExitCode.LAKEHOUSE, start);
            case DemoException demo -> of(ExitCode.UNEXPECTED, demo);
            default -> S3Failure.in(e).map(why -> new Failure(ExitCode.LAKEHOUSE, why, List.of()))
                    .orElseGet(() -> isOfTheLakehouse(e) ? of(ExitCode.LAKEHOUSE, e)
                            : new Failure(ExitCode.UNEXPECTED,
                                    "Unexpected failure: " + e + " (run it again with --verbose)", List.of()));
        };
    }

    private static Failure of(ExitCode exit, Throwable e) {
        return new Failure(exit, e.getMessage(), List.of());
    }

    /** Files, catalog and Trino fail with the exceptions of their libraries. */
    private static boolean isOfTheLakehouse(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof UncheckedIOException || cause instanceof SQLException
                    || cause.getClass().getName().startsWith("org.apache.iceberg.exceptions.")) {
                return e.getMessage() != null;
            }
        }
        return false;
    }

    /** @param verbose whether to print the whole message and the stack trace */
    void print(PrintWriter err, Exception e, boolean verbose) {
        err.println(text(verbose));
        if (verbose) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            err.print(Secrets.hidden(trace.toString()));
        }
        err.flush();
    }

    /** Text for standard error. Mistakes in a spec get no prefix, so that editors find file and line. */
    String text(boolean whole) {
        if (!problems.isEmpty()) {
            return message;
        }
        List<String> lines = new ArrayList<>(message.lines().toList());
        if (!whole && lines.size() > LINES) {
            lines = new ArrayList<>(lines.subList(0, LINES));
            lines.add("... (--verbose shows the rest)");
        }
        return "freshet: " + String.join(System.lineSeparator(), lines);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", exit.word());
        json.put("exit", exit.code());
        json.put("message", message);
        if (!problems.isEmpty()) {
            json.put("problems", problems);
        }
        return json;
    }
}
