package dev.freshet.spec.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final String KEY = "6a2f41a3-c54c-4fb8-8f5b-0d2c3a7d5e11";
    private static final DatasetSpec SPEC = SpecReader.parse("orders.yaml", """
                                                                            dataset: orders
                                                                            schema: shop
                                                                            landing: {root: "local:///landing"}
                                                                            columns:
                                                                              customer: varchar
                                                                              number: bigint
                                                                              key: uuid
                                                                              price: double
                                                                            """);

    private static Condition condition(String text) {
        return Condition.parse(SPEC, text);
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }

    @Test
    void valuesAreComparedExactlyAndByType() {
        Condition one = condition(
                "Customer = 'it''s' and number in (-7, 007) AND \"key\" = '" + KEY.toUpperCase() + "'");
        UUID key = UUID.fromString(KEY);
        assertThat(one.selects(row("it's", 7L, key, null))).isTrue();
        assertThat(one.selects(row("it's", -7L, key, null))).isTrue();
        assertThat(one.selects(row("It's", 7L, key, null))).isFalse();
        assertThat(one.selects(row("it's", 70L, key, null))).isFalse();
        assertThat(one.selects(row(null, null, null, null))).isFalse();
        assertThat(one.sql()).isEqualTo(
                "CAST(\"customer\" AS varchar) IN (CAST('it''s' AS varchar)) AND CAST(\"number\" AS bigint) IN (CAST(-7 AS bigint), CAST(7 AS bigint)) AND CAST(\"key\" AS uuid) IN (CAST('"
                        + KEY + "' AS uuid))");
    }

    @Test
    void aLineNamesAValueAsAWordOfItsOwnWithOrWithoutEscapes() {
        Condition name = condition("customer IN ('Zoë \"Q\"', 'a.b')");
        assertThat(List.of("{\"c\":\"Zoë \\\"Q\\\"\"}", "Zoë \"Q\"", "{\"Zo\\u00EB \\u0022Q\\\"\":", "x=a.b"))
                .allMatch(name::isNamedIn);
        assertThat(List.of("{\"c\":\"Zoe Q\"}", "aa.b", "a.bc", "aXb", "éa.b", "")).noneMatch(name::isNamedIn);
        Condition number = condition("number = 42");
        assertThat(List.of("42", "{\"n\":42", "\"42\"")).allMatch(number::isNamedIn);
        assertThat(List.of("142", "421")).noneMatch(number::isNamedIn);
        assertThat(condition("key = '" + KEY + "'").isNamedIn("k: " + KEY.toUpperCase())).isTrue();
        Condition both = condition("customer = 'x' AND number = 42");
        assertThat(both.isNamedIn("x, 42")).isTrue();
        assertThat(both.isNamedIn("x, 43")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "customer", "customer =", "customer = x", "customer <> 'x'", "customer LIKE 'x%'",
            "customer = 'x' OR number = 1", "customer = 'x' AND", "customer = 'x'; DROP TABLE x", "customer = 'x",
            "customer IN ()", "customer IN ('x'", "NOT customer = 'x'", "lower(customer) = 'x'", "customer = 'x' --",
            "number = 1.5", "number = 1e3", "customer = NULL"})
    void anythingElseIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> condition(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "Invalid condition: character \\d+ is not understood \\(write column = literal or column IN \\(literals\\), joined by AND\\)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "name = 'x' | orders has no column name",
            "price = 1 | price is a column of type double (name columns of type varchar, uuid, bigint or integer)",
            "customer = 1 | column customer is a varchar (write a text that is not empty, such as 'x')",
            "customer = '' | column customer is a varchar (write a text that is not empty, such as 'x')",
            "number = '1' | column number is a bigint (write a whole number in its range, without quotes)",
            "number = 9223372036854775808 | column number is a bigint (write a whole number in its range, without quotes)",
            "key = 'x' | column key is a uuid (write a text with hyphens, such as '6a2f41a3-c54c-4fb8-8f5b-0d2c3a7d5e11')"})
    void aValueMustBeOfItsColumnsType(String text, String why) {
        assertThatThrownBy(() -> condition(text)).hasMessage("Invalid condition: " + why);
    }
}
