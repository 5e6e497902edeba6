package dev.freshet.gateway;

import static dev.freshet.gateway.TestingDataset.dataSource;
import static dev.freshet.gateway.TestingDataset.url;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Entity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.calcite.adapter.jdbc.JdbcSchema;
import org.apache.calcite.jdbc.CalciteConnection;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.data.annotation.Id;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.core.dialect.JdbcPostgresDialect;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Query;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import sqlline.SqlLine;

/** Libraries that write the SQL, with a real Trino. The live view has three rows, the T-1 view two. */
class LibrariesTest {
    @BeforeAll
    static void createDataset() throws SQLException, IOException {
        TestingDataset.create("mapped", "live");
    }

    /** A row, as Hibernate maps it. */
    @Entity(name = "mapped")
    static class MappedRow {
        @jakarta.persistence.Id
        private Long id;
        private String device;
    }

    /** A row, as Spring Data maps it. */
    @org.springframework.data.relational.core.mapping.Table("mapped")
    record StoredRow(@Id Long id, String device) {}

    /** The tables and fields of jOOQ's metadata name catalog and schema, as generated code does. */
    @Test
    void jooqQualifiesEachName() throws SQLException {
        for (String freshness : List.of("live", "t-1")) {
            DSLContext jooq = DSL.using(dataSource(freshness), SQLDialect.TRINO);
            Table<?> mapped = jooq.meta().filterSchemas(schema -> schema.getName().equals(TestingDataset.SCHEMA))
                    .getTables("mapped").get(0);
            Field<Long> id = mapped.field("id", Long.class);
            Field<String> device = mapped.field("device", String.class);

            assertThat(jooq.render(jooq.select(id).from(mapped))).contains("\"telemetry\".\"mapped\".\"id\"");
            assertThat(jooq.select(device).from(mapped).where(id.gt(1L)).orderBy(id).fetch(device)).as(freshness)
                    .containsExactlyElementsOf(freshness.equals("live") ? List.of("b", "today") : List.of("b"));
            assertThat(jooq.fetchCount(mapped, id.in(1L, 3L))).as(freshness)
                    .isEqualTo(freshness.equals("live") ? 2 : 1);
        }
    }

    @Test
    void hibernateMapsRowsWithinATransaction() {
        try (SessionFactory hibernate = new HibernatePersistenceConfiguration("mapped").managedClass(MappedRow.class)
                .jdbcUrl(url("?freshness=t-1")).jdbcUsername("test")
                .property(AvailableSettings.DIALECT, PostgreSQLDialect.class.getName())
                .property("hibernate.boot.allow_jdbc_metadata_access", false).createEntityManagerFactory()) {
            hibernate.inTransaction(session -> {
                assertThat(session.createSelectionQuery("from mapped m where m.device <> :device order by m.id",
                        MappedRow.class).setParameter("device", "a").getResultList()).extracting(row -> row.id)
                        .containsExactly(2L);
                assertThat(session.find(MappedRow.class, 1L).device).isEqualTo("a");
                assertThat(session.find(MappedRow.class, 3L)).isNull();
            });
            hibernate.inSession(session -> assertThat(session.createNativeQuery(
                    "SELECT /*+ freshness(live) */ count(*) FROM mapped", Long.class).getSingleResult()).isEqualTo(3));
        }
    }

    @Test
    void springDataMapsRows() {
        try (AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext(SpringData.class)) {
            JdbcAggregateTemplate rows = spring.getBean(JdbcAggregateTemplate.class);
            assertThat(rows.count(StoredRow.class)).isEqualTo(2);
            assertThat(rows.findById(2L, StoredRow.class)).isEqualTo(new StoredRow(2L, "b"));
            assertThat(rows.findById(3L, StoredRow.class)).isNull();
            assertThat(rows.findAll(Query.query(Criteria.where("device").in("a", "today")), StoredRow.class))
                    .containsExactly(new StoredRow(1L, "a"));
        }
    }

    static class SpringData extends AbstractJdbcConfiguration {
        @Bean
        NamedParameterJdbcOperations operations() throws SQLException {
            return new NamedParameterJdbcTemplate(dataSource("t-1"));
        }

        @Override
        @Bean
        public JdbcDialect jdbcDialect(NamedParameterJdbcOperations operations) {
            return JdbcPostgresDialect.INSTANCE;
        }
    }

    /** Calcite reads the schema, and sends what it can of a query. */
    @Test
    void calciteFederates() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:calcite:lex=JAVA");
                Statement statement = connection.createStatement()) {
            var root = connection.unwrap(CalciteConnection.class).getRootSchema();
            root.add("t1", JdbcSchema.create(root, "t1", dataSource("t-1"), "lakehouse", TestingDataset.SCHEMA));
            root.add("live", JdbcSchema.create(root, "live", dataSource("live"), "lakehouse", TestingDataset.SCHEMA));
            try (ResultSet newRows = statement.executeQuery("SELECT a.id FROM live.mapped a LEFT JOIN t1.mapped b "
                    + "ON a.id = b.id WHERE b.id IS NULL")) {
                assertThat(newRows.next()).isTrue();
                assertThat(newRows.getLong(1)).isEqualTo(3);
                assertThat(newRows.next()).isFalse();
            }
        }
    }

    @Test
    void sqllinePrintsRows() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SqlLine sqlline = new SqlLine();
        sqlline.setOutputStream(out);
        sqlline.setErrorStream(out);
        sqlline.begin(new String[]{"-d", FreshetDriver.class.getName(), "-u", url("?freshness=t-1"), "-n", "test", "-p",
                "", "--outputFormat=csv", "-e", "SELECT device FROM mapped ORDER BY id"}, InputStream.nullInputStream(),
                false);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("'device'\n'a'\n'b'\n").doesNotContain("today");
    }
}
