package dev.freshet.samples.service;

import dev.freshet.gateway.FreshetStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.RowMapperResultSetExtractor;
import org.springframework.stereotype.Component;

/** Runs queries through Spring's pool, and keeps how the gateway answered them. */
@Component
class Lakehouse {
    private final JdbcTemplate jdbc;

    Lakehouse(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws org.springframework.dao.DataAccessException if no view can answer */
    <T> Answer<T> ask(String sql, RowMapper<T> mapper) {
        return jdbc.execute((Statement statement) -> {
            try (ResultSet rows = statement.executeQuery(sql)) {
                return new Answer<>(new RowMapperResultSetExtractor<>(mapper).extractData(rows),
                        statement.unwrap(FreshetStatement.class).routes());
            }
        });
    }
}
