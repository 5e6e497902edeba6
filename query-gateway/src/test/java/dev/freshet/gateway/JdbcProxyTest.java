package dev.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JdbcProxyTest {
    /** Uses a list as the JDBC object, because any interface will do. */
    private static final class TestingProxy extends JdbcProxy {
        private final Object delegate;

        private TestingProxy(Object delegate) {
            this.delegate = delegate;
        }

        @Override
        Object delegate() {
            return delegate;
        }
    }

    interface Unwrapping extends java.sql.Wrapper {
        void fail() throws SQLException;
    }

    private static final class Failing implements Unwrapping {
        @Override
        public void fail() throws SQLException {
            throw new SQLException("as thrown", "08000", 7);
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new AssertionError("the delegate is not called");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            throw new AssertionError("the delegate is not called");
        }
    }

    private final Failing failing = new Failing();
    private final Unwrapping proxy = JdbcProxy.proxy(Unwrapping.class, new TestingProxy(failing),
            FreshetStatement.class);

    @Test
    void unwrapGivesTheProxyFirstAndTheDelegateForItsOwnClass() throws SQLException {
        assertThat(proxy.unwrap(Unwrapping.class)).isSameAs(proxy);
        assertThat(proxy.unwrap(FreshetStatement.class)).isSameAs(proxy);
        assertThat(proxy.unwrap(Failing.class)).isSameAs(failing);
        assertThatThrownBy(() -> proxy.unwrap(Connection.class)).isInstanceOf(SQLException.class)
                .hasMessageContaining("Cannot unwrap").hasMessageContaining("java.sql.Connection");
    }

    @Test
    void isWrapperForAgreesWithUnwrap() throws SQLException {
        assertThat(proxy.isWrapperFor(FreshetStatement.class)).isTrue();
        assertThat(proxy.isWrapperFor(Failing.class)).isTrue();
        assertThat(proxy.isWrapperFor(Statement.class)).isFalse();
    }

    @Test
    void exceptionsAreRethrownUnchanged() {
        assertThatThrownBy(proxy::fail).isExactlyInstanceOf(SQLException.class).hasMessage("as thrown");
    }

    @Test
    void aProxyIsEqualToItselfOnly() {
        List<?> one = JdbcProxy.proxy(List.class, new TestingProxy(List.of(1)));
        List<?> other = JdbcProxy.proxy(List.class, new TestingProxy(List.of(1)));
        assertThat(one.equals(one)).isTrue();
        assertThat(one.equals(other)).isFalse();
        assertThat(one.equals(null)).isFalse();
        assertThat(Set.of(one, other)).contains(one, other);
        assertThat(one.hashCode()).isEqualTo(System.identityHashCode(one));
        assertThat(one).hasToString("freshet([1])");
    }
}
