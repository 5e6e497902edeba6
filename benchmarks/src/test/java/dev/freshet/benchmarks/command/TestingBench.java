package dev.freshet.benchmarks.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import picocli.CommandLine;

/** The command as a shell would run it, with what it printed. */
record TestingBench(int exit, String out, String err) {
    static TestingBench run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = BenchMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        return new TestingBench(command.execute(words), out.toString(), err.toString());
    }
}
