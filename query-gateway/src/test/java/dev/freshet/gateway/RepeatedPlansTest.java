package dev.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.gateway.sql.SqlSyntaxException;
import org.junit.jupiter.api.Test;

class RepeatedPlansTest {
    private final RepeatedPlans plans = new RepeatedPlans();

    @Test
    void theSameTextIsParsedOnce() throws SqlSyntaxException {
        assertThat(plans.of("SELECT 1").parsed()).isSameAs(plans.of(new String("SELECT 1")).parsed());
        assertThat(plans.of("SELECT 1 ").parsed()).isNotSameAs(plans.of("SELECT 1").parsed());
    }

    @Test
    void textsNotSentForLongAreEvicted() {
        RepeatedPlan first = plans.of("SELECT 0");
        for (int i = 1; i <= RepeatedPlans.AT_MOST; i++) {
            plans.of("SELECT " + i);
            assertThat(plans.of("SELECT 0")).isSameAs(first);
        }
        assertThat(plans.size()).isEqualTo(RepeatedPlans.AT_MOST);
    }

    @Test
    void aLongTextIsNotCached() {
        plans.of("SELECT '" + "x".repeat(RepeatedPlans.LONGEST) + "'");
        assertThat(plans.size()).isZero();
    }

    @Test
    void invalidSqlFailsEachTime() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> plans.of("SELEC 1").parsed()).isInstanceOf(SqlSyntaxException.class);
        }
    }
}
