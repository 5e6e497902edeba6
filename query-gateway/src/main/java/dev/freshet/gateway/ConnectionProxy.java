package dev.freshet.gateway;

import dev.freshet.gateway.sql.Value;
import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A connection. Holds the settings, such as the freshness, and plans every statement with the gateway. */
final class ConnectionProxy extends JdbcProxy {
    /** INVALID_VIEW, TABLE_NOT_FOUND, VIEW_IS_STALE: Trino reports these before it executes anything. */
    private static final Set<Integer> GONE = Set.of(11, 46, 81);

    private final Connection delegate;
    private final FreshetUrl url;
    private final LookupConnection lookups;
    private final Gateway gateway;
    private final Connection proxy;
    private final DatasetCache datasets;
    /**
     * SQL texts by name, from {@code PREPARE name FROM ...}. Statements that JDBC prepares are
     * {@link PreparedStatementProxy}s.
     */
    private final Map<String, String> prepared = new ConcurrentHashMap<>();
    private volatile Settings settings;

    private ConnectionProxy(Connection delegate, FreshetUrl url, LookupConnection.Opener opener,
            RepeatedPlans plans, SharedLookUps shared, InstantSource clock) {
        this.delegate = delegate;
        this.url = url;
        this.settings = url.settings();
        this.lookups = new LookupConnection(delegate, opener);
        this.datasets = new DatasetCache(clock, shared);
        Datasets lookUp = new PublishedDatasets(new JdbcViewTexts(lookups::current), shared);
        this.gateway = new Gateway(plans, url.isBoundToThread() ? datasets.of("", lookUp)
                : datasets.of(lookUp, new PublishedDatasets(new JdbcViewTexts(lookups::inBackground), shared)), clock);
        this.proxy = proxy(Connection.class, this);
    }

    static Connection connect(FreshetUrl url, LookupConnection.Opener opener, RepeatedPlans plans,
            SharedLookUps shared) throws SQLException {
        return new ConnectionProxy(opener.open(), url, opener, plans,
                url.isBoundToThread() ? SharedLookUps.onCallersThread() : shared, InstantSource.system()).proxy;
    }

    Plan plan(String sql) throws SQLException {
        return gateway.plan(sql, settings.freshness(), session());
    }

    /** @param parameters the values of this execution; those that are missing are not known */
    Plan plan(RepeatedPlan statement, Supplier<List<Value>> parameters) throws SQLException {
        return statement.next(gateway, settings.freshness(), session(), parameters);
    }

    /** @param failure of the live view */
    Plan planWithoutLive(String sql, SQLException failure) throws SQLException {
        return gateway.planWithoutLive(sql, failure.getMessage(), session());
    }

    private Session session() throws SQLException {
        return new Session(delegate.getCatalog(), delegate.getSchema(), prepared::get);
    }

    /** The limits to watch while the plan runs. Empty in a transaction, where no statement can follow a failed one. */
    Optional<LivePolicy> livePolicy(Plan plan) throws SQLException {
        LivePolicy policy = settings.live();
        return policy.isAny() && plan.mayReadLive() && !lookups.isInTransaction() ? Optional.of(policy)
                : Optional.empty();
    }

    /** Clears the cache and returns true if an outdated entry may be why Trino did not find a table. */
    boolean forgets(Plan plan, SQLException e) throws SQLException {
        if (plan.routes().isEmpty() || !GONE.contains(e.getErrorCode()) || lookups.isInTransaction()) {
            return false;
        }
        datasets.clear();
        return true;
    }

    void executed(Plan plan) {
        plan.statement().ifPresentOrElse(statement -> {
            statement.opensTransaction().ifPresent(lookups::transactionOpen);
            statement.updatePrepared(prepared);
            if (statement.changesIdentity()) {
                changeIdentity();
            }
        }, () -> { // it may have done anything
            prepared.clear();
            lookups.identityUnknown();
            datasets.clear();
        });
    }

    /** What one user or role may see must not be used for another. */
    private void changeIdentity() {
        lookups.identityChanged();
        datasets.clear();
    }

    @Override
    void handedOut() {
        lookups.identityUnknown();
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
            case "createStatement" -> proxy(Statement.class,
                    new StatementProxy(this, (Statement) pass(method, arguments)), FreshetStatement.class);
            case "prepareStatement" -> prepare(method, arguments);
            case "prepareCall" -> proxy(CallableStatement.class,
                    new StatementProxy(this, (CallableStatement) pass(method, planned(arguments))),
                    FreshetStatement.class);
            case "nativeSQL" -> pass(method, planned(arguments));
            case "setClientInfo" -> setClientInfo(method, arguments);
            case "getClientInfo" -> clientInfo(method, arguments);
            case "getMetaData" -> proxy(DatabaseMetaData.class,
                    new MetaDataProxy(proxy, url, (DatabaseMetaData) pass(method, arguments),
                            new PublishedComments(lookups)));
            case "commit", "rollback" -> {
                lookups.transactionOpen(false);
                yield pass(method, arguments);
            }
            case "endRequest" -> {
                // A pool calls this when the connection is returned. The next borrower must not inherit its settings.
                settings = url.settings();
                yield pass(method, arguments);
            }
            case "close", "abort" -> close(method, arguments);
            default -> pass(method, arguments);
        };
    }

    private PreparedStatement prepare(Method method, Object[] arguments) throws Throwable {
        String sql = (String) arguments[0];
        PreparedStatementProxy statement = new PreparedStatementProxy(this, gateway.plans().of(sql), planned -> {
            Object[] withSql = arguments.clone();
            withSql[0] = planned;
            return (PreparedStatement) pass(method, withSql);
        });
        return proxy(PreparedStatement.class, statement, FreshetStatement.class);
    }

    private Object[] planned(Object[] arguments) throws SQLException {
        Object[] planned = arguments.clone();
        planned[0] = plan((String) arguments[0]).sql();
        return planned;
    }

    private Object close(Method method, Object[] arguments) throws Throwable {
        datasets.close();
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
            for (String name : Settings.NAMES) {
                Object text = rest.remove(name);
                if (text != null) {
                    set(name, (String) text);
                }
            }
            return pass(method, rest);
        }
        if (Settings.NAMES.contains(arguments[0])) {
            set((String) arguments[0], (String) arguments[1]);
            return null;
        }
        return pass(method, arguments);
    }

    /** @param text null or blank restores the URL's value */
    private void set(String name, String text) throws SQLClientInfoException {
        try {
            settings = text == null || text.isBlank() ? settings.resetting(name, url.settings())
                    : settings.with(name, text);
        } catch (IllegalArgumentException e) {
            throw new SQLClientInfoException(e.getMessage(), Gateway.INVALID_VALUE, Map.of(), e);
        }
    }

    private Object clientInfo(Method method, Object[] arguments) throws Throwable {
        if (arguments.length == 1 && Settings.NAMES.contains(arguments[0])) {
            return settings.texts().get(arguments[0]);
        }
        Object answer = pass(method, arguments);
        if (answer instanceof Properties properties) {
            Properties all = new Properties();
            all.putAll(properties);
            all.putAll(settings.texts());
            return all;
        }
        return answer;
    }
}
