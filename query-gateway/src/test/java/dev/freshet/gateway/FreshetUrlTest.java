package dev.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.Freshness;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class FreshetUrlTest {
    private static FreshetUrl parse(String url) throws SQLException {
        return FreshetUrl.parse(url, new Properties());
    }

    @Test
    void freshnessIsRemovedAndOtherParametersGoToTrino() throws SQLException {
        FreshetUrl url = parse("jdbc:freshet:trino://h:8080/c/s?SSL=true&freshness=t-1&roles=a%3Ab");
        assertThat(url.trino()).isEqualTo("jdbc:trino://h:8080/c/s?SSL=true&roles=a%3Ab");
        assertThat(url.settings().freshness()).contains(Freshness.T_1);
        assertThat(parse("jdbc:freshet:trino://h:8080?freshness=PT15M").trino()).isEqualTo("jdbc:trino://h:8080");
        assertThat(parse("jdbc:freshet:trino://h:8080/c").settings().freshness()).isEmpty();
    }

    @Test
    void freshnessMayBeAProperty() throws SQLException {
        Properties info = new Properties(new Properties());
        info.setProperty("freshness", "live");
        info.setProperty("user", "me");
        FreshetUrl url = FreshetUrl.parse("jdbc:freshet:trino://h:1", info);
        assertThat(url.settings().freshness()).contains(Freshness.LIVE);
        assertThat(url.properties()).containsOnlyKeys("user");
        assertThatThrownBy(() -> FreshetUrl.parse("jdbc:freshet:trino://h:1?freshness=live", info))
                .isInstanceOf(SQLException.class).hasMessageContaining("give it once");
    }

    @Test
    void anInvalidFreshnessIsRejectedWithTheValidValues() {
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:freshet:trino://h:1?freshness=soon", "me", null))
                .isInstanceOf(SQLException.class)
                .hasMessage(
                        "Invalid freshness: soon (use live, t-1, consistent, or an ISO-8601 duration such as PT15M)")
                .extracting(e -> ((SQLException) e).getSQLState()).isEqualTo("22023");
    }

    @Test
    void aUrlForAnotherDatabaseIsRejectedAndAnotherDriversUrlIsIgnored() throws SQLException {
        assertThatThrownBy(() -> parse("jdbc:freshet:oracle://h")).isInstanceOf(SQLException.class)
                .hasMessageStartingWith("Invalid URL: jdbc:freshet:oracle://h (use jdbc:freshet:trino://");
        assertThat(new FreshetDriver().connect("jdbc:trino://h:1", new Properties())).isNull();
        assertThat(new FreshetDriver().acceptsURL("jdbc:trino://h:1")).isFalse();
    }

    @Test
    void noPasswordIsShown() throws SQLException {
        assertThatThrownBy(() -> parse("jdbc:freshet:oracle://h?password=secret")).message().doesNotContain("secret");
        Properties properties = new Properties();
        properties.setProperty("SSLKeyStorePassword", "secret");
        assertThat(FreshetUrl.parse("jdbc:freshet:trino://h:1?password=secret", properties).toString())
                .contains("jdbc:trino://h:1").doesNotContain("secret");
    }

    @Test
    void aNullUrlIsAnError() {
        assertThatThrownBy(() -> new FreshetDriver().connect(null, new Properties()))
                .isInstanceOf(SQLException.class).hasMessage("URL is null");
        assertThatThrownBy(() -> new FreshetDriver().acceptsURL(null)).isInstanceOf(SQLException.class)
                .hasMessage("URL is null");
    }

    @Test
    void propertiesAreThoseOfTrinoAndOfFreshet() throws SQLException {
        DriverPropertyInfo[] all = DriverManager.getDriver("jdbc:freshet:trino://h:1")
                .getPropertyInfo("jdbc:freshet:trino://h:1?freshness=PT15M", new Properties());
        assertThat(all[0].name).isEqualTo("freshness");
        assertThat(all[0].value).isEqualTo("PT15M");
        assertThat(all).extracting(info -> info.name).contains("user", "SSL");
    }
}
