package dev.freshet.spec.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.LandingPartition;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What versions of Trino and catalogs answer to {@code SHOW CREATE VIEW}. */
class ViewTest {
    @Test
    void theDirectoryOfAViewIsNoPartOfItsText() {
        String text = "CREATE VIEW lake.y.x COMMENT 'one' SECURITY INVOKER AS\nSELECT 1 a";
        assertThat(View.withoutLocation("CREATE VIEW lake.y.x COMMENT 'one' SECURITY INVOKER\nWITH (\n"
                + "   location = 's3://b/it''s/x-4ed4082713ee46c09033b3e4c9ef3c96'\n) AS\nSELECT 1 a")).isEqualTo(text);
        assertThat(View.withoutLocation(text)).isEqualTo(text);
    }

    @Test
    void filesThatAreSetAsideAreFoundHoweverTrinoWritesRows() {
        for (String row : new String[]{"ROW ", "ROW"}) {
            SetAside found = SetAside.inViewText("SELECT * FROM (VALUES %s(DATE '2026-11-22', 'a''b.gz', 'no gzip'))"
                    .formatted(row));
            assertThat(found.of(LandingPartition.parse("2026-11-22"))).isEqualTo(Map.of("a'b.gz", "no gzip"));
        }
    }
}
