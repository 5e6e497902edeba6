package dev.freshet.benchmarks;

import dev.freshet.transform.connect.LakehouseConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does scan on query cost against T-1? One answer as an application sees it: it creates and sends a statement, and
 * reads all rows. {@link Bench} lands the data, checks that the contenders agree, and runs this.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
public class ScanBenchmark {
    /** The system property that names the lakehouse file for a fork. */
    static final String LAKEHOUSE = "freshet.bench.lakehouse";

    @Param({"10", "100"})
    public int megabytes;
    @Param
    public Question question;
    @Param
    public Contender contender;

    private Connection connection;
    private String sql;

    @Setup
    public void connect() throws SQLException {
        LakehouseConfig lakehouse = LakehouseConfig.read(Path.of(System.getProperty(LAKEHOUSE)));
        SameLines lines = new SameLines(megabytes);
        sql = question.sql(contender.table(lines, lakehouse), lines.lookupId());
        connection = contender.connect(lakehouse);
    }

    /** @return the number of rows, so that the JVM cannot optimize the reading away */
    @Benchmark
    public int answer() throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            int read = 0;
            while (rows.next()) {
                read++;
            }
            return read;
        }
    }

    @TearDown
    public void disconnect() throws SQLException {
        connection.close();
    }
}
