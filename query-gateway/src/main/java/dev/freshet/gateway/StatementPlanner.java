package dev.freshet.gateway;

import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans the SQL of one JDBC statement, and keeps its last plan. */
final class StatementPlanner {
    private static final Logger log = LoggerFactory.getLogger(StatementPlanner.class);

    private final ConnectionProxy connection;
    private volatile Warnings last = new Warnings(Plan.NONE);

    interface Sender {
        Object send(Plan plan) throws Throwable;
    }

    interface Planner {
        Plan plan() throws SQLException;
    }

    StatementPlanner(ConnectionProxy connection) {
        this.connection = connection;
    }

    /** Plans a statement and sends it. Does both once more if the plan was based on an outdated look-up. */
    Object send(Planner planner, Sender sender) throws Throwable {
        Plan plan = plan(planner);
        try {
            return sender.send(plan);
        } catch (SQLException e) {
            if (!connection.forgets(plan, e)) {
                throw e;
            }
            log.debug("Planned again, as a table is gone: {}", e.getMessage());
            return sender.send(plan(planner));
        }
    }

    private Plan plan(Planner planner) throws SQLException {
        sent(Plan.NONE);
        sent(planner.plan());
        return last();
    }

    /** This plan is the last one that was sent. */
    void sent(Plan plan) {
        last = new Warnings(plan);
    }

    /** The warnings of the last plan. */
    Warnings warnings() {
        return last;
    }

    Plan last() {
        return last.plan();
    }
}
