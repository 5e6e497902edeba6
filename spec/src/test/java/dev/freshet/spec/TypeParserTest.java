package dev.freshet.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.spec.DataType.Field;
import dev.freshet.spec.DataType.Scalar;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TypeParserTest {
    @ParameterizedTest
    @EnumSource
    void aScalarIsParsedFromItsName(Scalar type) {
        assertThat(TypeParser.parse(type.spec())).isEqualTo(type);
    }

    @Test
    void nestedTypesAreParsedFromTheirText() {
        DataType type = TypeParser.parse(
                "row( id varchar, \"Odd \"\"name\"\"\" array(map(varchar,decimal(15,2))), createdAt timestamp(6) with  time zone)");
        assertThat(type).isEqualTo(new DataType.Row(List.of(new Field("id", Scalar.VARCHAR),
                new Field("Odd \"name\"", new DataType.Array(new DataType.MapOf(new DataType.Decimal(15, 2)))),
                new Field("createdAt", Scalar.TIMESTAMP_TZ))));
        assertThat(type.spec()).isEqualTo("row(id varchar, \"Odd \"\"name\"\"\" array(map(varchar, decimal(15, 2))), "
                + "\"createdAt\" timestamp(6) with time zone)");
        assertThat(TypeParser.parse(type.spec())).isEqualTo(type);
    }

    @Test
    void aDecimalWithoutAScaleHasScaleZero() {
        assertThat(TypeParser.parse("decimal(38)")).isEqualTo(new DataType.Decimal(38, 0));
    }

    @ParameterizedTest
    @CsvSource({"int,integer", "string,varchar", "text,varchar", "long,bigint", "float,real", "bool,boolean",
            "bytes,varbinary", "timestamp,timestamp(6)", "timestamp(3),timestamp(6)", "BIGINT,bigint",
            "timestamp with time zone,timestamp(6) with time zone", "struct,row", "varchr,varchar"})
    void aTypeNameOfAnotherSystemIsRejectedWithTheTrinoName(String written, String meant) {
        assertThatThrownBy(() -> TypeParser.parse(written)).isInstanceOfSatisfying(Mistake.class, mistake -> {
            assertThat(mistake).hasMessage("Unknown type \"" + written + "\"");
            assertThat(mistake.fix()).isEqualTo("did you mean " + meant + "?");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"decimal(39, 0) | use 1 to 38 digits, and at most as many after the point",
            "decimal(4, 5) | use 1 to 38 digits, and at most as many after the point",
            "array(row(a decimal(16, 2))) | use at most 15 digits there, or varchar",
            "map(bigint, varchar) | keys are text: write map(varchar, ...)",
            "array(varchar | add ) at the end", "bigint bigint | remove what follows the type: bigint",
            "varchar(10) | write varchar alone", "array() | known types:", "decimal | give its digits",
            "row(a varchar, A bigint) | Trino ignores the case of field names", "row() | a row field is a name",
            "row(a) | known types:", "array( | a type is missing at the end", "decimal(x) | digits are whole numbers",
            "row(\"\" varchar) | a row field is a name"})
    void anInvalidTypeIsRejectedWithAFix(String written, String fix) {
        assertThatThrownBy(() -> TypeParser.parse(written)).isInstanceOfSatisfying(Mistake.class,
                mistake -> assertThat(mistake.fix()).startsWith(fix));
    }

    @Test
    void aTypeNestedTooDeeplyIsRejected() {
        assertThatThrownBy(() -> TypeParser.parse("array(".repeat(100_000))).isInstanceOf(Mistake.class)
                .hasMessage("Invalid type nested more than 20 deep");
    }
}
