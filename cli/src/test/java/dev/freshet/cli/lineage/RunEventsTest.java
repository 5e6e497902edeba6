package dev.freshet.cli.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.lineage.RunEvents.Node;
import org.junit.jupiter.api.Test;

class RunEventsTest {
    /** As <a href="https://openlineage.io/docs/spec/naming">OpenLineage's naming</a> has it. */
    @Test
    void datasetsHaveTheNamesThatOthersGiveThem() {
        assertThat(Node.at("s3://bucket/landing/backups/")).isEqualTo(new Node("s3://bucket", "landing/backups"));
        assertThat(Node.at("abfss://c@account.dfs.core.windows.net/a b"))
                .isEqualTo(new Node("abfss://c@account.dfs.core.windows.net", "a b"));
        assertThat(Node.at("s3://bucket")).isEqualTo(new Node("s3://bucket", ""));
        assertThat(Node.at("local:///landing/backups")).isEqualTo(new Node("file", "/landing/backups"));
        assertThat(Node.at("trino://trino:8080/lakehouse").namespace()).isEqualTo("trino://trino:8080");
        assertThat(Node.at("trino://trino:443?SSL=true").namespace()).isEqualTo("trino://trino:443");
    }
}
