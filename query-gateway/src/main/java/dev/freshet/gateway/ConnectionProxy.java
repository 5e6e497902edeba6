package dev.freshet.gateway;

import dev.freshet.core.Freshness;
import dev.freshet.gateway.sql.ParsedStatements;
import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** A connection: it knows the freshness asked for and makes every statement one of the gateway's. */
final class ConnectionProxy extends JdbcProxy {
    private final Connection delegate;
    private final FreshetUrl url;
    private final LookupConnection lookups;
    private final Gateway gateway;
    private final Connection proxy;
    private volatile Optional<Freshness> freshness;

    private ConnectionProxy(Connection delegate, FreshetUrl url, LookupConnection.Opener opener,
            ParsedStatements statements, InstantSource clock) {
        this.delegate = delegate;
        this.url = url;
        this.freshness = url.freshness();
        this.lookups = new LookupConnection(delegate, opener);
        this.gateway = new Gateway(statements,
                new DatasetMemory(clock).of("", new PublishedDatasets(new JdbcViewTexts(lookups))), clock);
        this.proxy = seenAs(Connection.class, this);
    }

    static Connection connect(FreshetUrl url, LookupConnection.Opener opener, ParsedStatements statements)
            throws SQLException {
        return new ConnectionProxy(opener.open(), url, opener, statements, InstantSource.system()).proxy;
    }

    Plan plan(String sql) throws SQLException {
        return gateway.plan(sql, freshness, delegate.getCatalog(), delegate.getSchema());
    }

    void executed(Plan plan) {
        plan.opensTransaction().ifPresent(lookups::transactionOpen);
    }

    Connection proxy() {
        return proxy;
    }

    @Override
    Connection delegate() {
        return delegate;
    }

    @Override
    Object call(Method method, Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "createStatement" -> seenAs(Statement.class,
                    new StatementProxy(this, (Statement) pass(method, arguments)), FreshetStatement.class);
            case "prepareStatement" -> prepare(method, arguments);
            case "prepareCall" -> seenAs(CallableStatement.class,
                    new StatementProxy(this, (CallableStatement) pass(method, planned(arguments))),
                    FreshetStatement.class);
            case "nativeSQL" -> pass(method, planned(arguments));
            case "setClientInfo" -> setClientInfo(method, arguments);
            case "getClientInfo" -> clientInfo(method, arguments);
            case "getMetaData" -> seenAs(DatabaseMetaData.class,
                    new MetaDataProxy(proxy, url, (DatabaseMetaData) pass(method, arguments)));
            case "commit", "rollback" -> {
                lookups.transactionOpen(false);
                yield pass(method, arguments);
            }
            case "endRequest" -> {
                // By this a pool says that the connection goes back, and the next to borrow it has asked for nothing.
                freshness = url.freshness();
                yield pass(method, arguments);
            }
            case "close", "abort" -> close(method, arguments);
            default -> pass(method, arguments);
        };
    }

    private PreparedStatement prepare(Method method, Object[] arguments) throws Throwable {
        String sql = (String) arguments[0];
        PreparedStatementProxy statement = new PreparedStatementProxy(this, sql, plan(sql), planned -> {
            Object[] withSql = arguments.clone();
            withSql[0] = planned;
            return (PreparedStatement) pass(method, withSql);
        });
        return seenAs(PreparedStatement.class, statement, FreshetStatement.class);
    }

    private Object[] planned(Object[] arguments) throws SQLException {
        Object[] planned = arguments.clone();
        planned[0] = plan((String) arguments[0]).sql();
        return planned;
    }

    private Object close(Method method, Object[] arguments) throws Throwable {
        try {
            lookups.close();
        } finally {
            pass(method, arguments);
        }
        return null;
    }

    private Object setClientInfo(Method method, Object[] arguments) throws Throwable {
        if (arguments[0] instanceof Properties properties) {
            Properties rest = new Properties();
            rest.putAll(properties);
            Object asked = rest.remove(FreshetUrl.FRESHNESS);
            if (asked != null) {
                setFreshness((String) asked);
            }
            return pass(method, rest);
        }
        if (FreshetUrl.FRESHNESS.equals(arguments[0])) {
            setFreshness((String) arguments[1]);
            return null;
        }
        return pass(method, arguments);
    }

    /** @param text null or blank goes back to what the URL says */
    private void setFreshness(String text) throws SQLClientInfoException {
        try {
            freshness = text == null || text.isBlank() ? url.freshness() : Optional.of(Freshness.parse(text));
        } catch (IllegalArgumentException e) {
            throw new SQLClientInfoException(e.getMessage(), Gateway.INVALID_VALUE, Map.of(), e);
        }
    }

    private Object clientInfo(Method method, Object[] arguments) throws Throwable {
        String asked = freshness.map(Freshness::toString).orElse(null);
        if (arguments.length == 1 && FreshetUrl.FRESHNESS.equals(arguments[0])) {
            return asked;
        }
        Object answer = pass(method, arguments);
        if (answer instanceof Properties properties && asked != null) {
            Properties all = new Properties();
            all.putAll(properties);
            all.setProperty(FreshetUrl.FRESHNESS, asked);
            return all;
        }
        return answer;
    }
}
