package dev.freshet.cli;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** Writes the rows of an answer one by one, as they arrive. */
sealed interface RowFormat permits TableFormat, CsvFormat, NdjsonFormat {
    /** @throws CommandException if this format cannot have these columns */
    void begin(ResultSetMetaData columns) throws SQLException;

    /** Writes the row that {@code rows} is on. */
    void row(ResultSet rows) throws SQLException;

    /** Writes what it has kept. There may have been a failure. */
    void end();
}
