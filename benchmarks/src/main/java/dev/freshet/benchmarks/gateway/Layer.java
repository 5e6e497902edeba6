package dev.freshet.benchmarks.gateway;

import com.p6spy.engine.event.SimpleJdbcEventListener;
import com.p6spy.engine.spy.P6DataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.gateway.FreshetDriver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

/** What stands between the caller and the driver. All layers but Freshet are set up to do as little as possible. */
public enum Layer {
    /** Nothing. */
    BARE("the driver alone"),
    /** Routed to the live view by the dataset's default. */
    FRESHET_LIVE("the dataset's default, which is live"),
    /** Routed to the T-1 view, so the text is rewritten. */
    FRESHET_T1("t-1, so the text is rewritten"),
    HIKARICP("a pool of one; a connection is borrowed once, so this is its wrappers alone"),
    P6SPY("one listener, which does nothing; no log"),
    DATASOURCE_PROXY("no listener; result sets are not wrapped");

    private final String configuration;

    Layer(String configuration) {
        this.configuration = configuration;
    }

    /** How it is set up, for people. */
    String configuration() {
        return configuration;
    }

    boolean isFreshet() {
        return this == FRESHET_LIVE || this == FRESHET_T1;
    }

    Stack over(MemoryDriver driver) throws SQLException {
        return switch (this) {
            case BARE -> new Stack(driver.connect(MemoryDriver.URL, new Properties()), () -> {
            });
            case FRESHET_LIVE -> freshet(driver, "");
            case FRESHET_T1 -> freshet(driver, "?freshness=t-1");
            case HIKARICP -> {
                HikariConfig config = new HikariConfig();
                config.setDataSource(driver.dataSource());
                config.setMaximumPoolSize(1);
                HikariDataSource pool = new HikariDataSource(config);
                yield new Stack(pool.getConnection(), pool::close);
            }
            case P6SPY -> {
                P6DataSource spy = new P6DataSource(driver.dataSource());
                spy.setJdbcEventListenerFactory(() -> new SimpleJdbcEventListener() {
                });
                yield new Stack(spy.getConnection(), () -> {
                });
            }
            case DATASOURCE_PROXY -> new Stack(ProxyDataSourceBuilder.create(driver.dataSource()).build()
                    .getConnection(), () -> {
                    });
        };
    }

    private static Stack freshet(MemoryDriver driver, String parameters) throws SQLException {
        String url = MemoryDriver.URL.replace("jdbc:", "jdbc:freshet:") + parameters;
        return new Stack(new FreshetDriver(driver).connect(url, new Properties()), () -> {
        });
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A connection through the layer, and everything else that must be closed. */
    record Stack(Connection connection, Runnable rest) implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            connection.close();
            rest.run();
        }
    }
}
