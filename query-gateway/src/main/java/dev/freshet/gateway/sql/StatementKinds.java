package dev.freshet.gateway.sql;

import io.trino.grammar.sql.SqlBaseParser.CreateTableAsSelectContext;
import io.trino.grammar.sql.SqlBaseParser.DeleteContext;
import io.trino.grammar.sql.SqlBaseParser.ExplainAnalyzeContext;
import io.trino.grammar.sql.SqlBaseParser.ExplainContext;
import io.trino.grammar.sql.SqlBaseParser.InsertIntoContext;
import io.trino.grammar.sql.SqlBaseParser.MergeContext;
import io.trino.grammar.sql.SqlBaseParser.ShowStatsContext;
import io.trino.grammar.sql.SqlBaseParser.ShowStatsForQueryContext;
import io.trino.grammar.sql.SqlBaseParser.StatementContext;
import io.trino.grammar.sql.SqlBaseParser.StatementDefaultContext;
import io.trino.grammar.sql.SqlBaseParser.UpdateContext;

/**
 * Decides whether a statement reads data when it runs. One that defines a view or prepares SQL does not, so it stays
 * unchanged.
 */
final class StatementKinds {
    private StatementKinds() {}

    static boolean readsData(StatementContext statement) {
        if (statement instanceof ExplainContext explain) {
            return readsData(explain.statement());
        }
        if (statement instanceof ExplainAnalyzeContext explain) {
            return readsData(explain.statement());
        }
        return statement instanceof StatementDefaultContext || statement instanceof CreateTableAsSelectContext
                || statement instanceof InsertIntoContext || statement instanceof DeleteContext
                || statement instanceof UpdateContext || statement instanceof MergeContext
                || statement instanceof ShowStatsContext || statement instanceof ShowStatsForQueryContext;
    }
}
