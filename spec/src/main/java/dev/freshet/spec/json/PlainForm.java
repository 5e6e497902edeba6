package dev.freshet.spec.json;

import dev.freshet.spec.DataType;
import dev.freshet.spec.DataType.Scalar;
import dev.freshet.spec.TimeFormat;
import java.util.Optional;

/**
 * The form of most valid texts of a type, in ASCII. A text of this form is valid, so a check that needs no value needs
 * no conversion. Other texts may be valid too.
 */
public final class PlainForm {
    /** Characters that stand for themselves in a JSON string. */
    public static final String CHARACTERS = "[ !#-\\[\\]-~]*";

    /** Without 29 February. */
    private static final String DATE = "(?:19|20)[0-9]{2}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)";
    private static final String DATE_TIME = DATE
            + "[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{1,9})?)?";

    private PlainForm() {}

    /** A regular expression for Trino and Java, without anchors; empty for types that are seldom required. */
    public static Optional<String> of(DataType type, TimeFormat format) {
        return type instanceof Scalar scalar ? Optional.ofNullable(of(scalar, format)) : Optional.empty();
    }

    private static String of(Scalar type, TimeFormat format) {
        return switch (type) {
            case BOOLEAN -> TypeRule.BOOLEAN;
            case INTEGER -> "-?[0-9]{1,9}";
            case BIGINT -> "-?[0-9]{1,18}";
            case UUID -> TypeRule.UUID_FORM;
            case VARCHAR -> CHARACTERS;
            case DATE -> format instanceof TimeFormat.Text text && text.pattern().isPresent() ? null : DATE;
            case TIMESTAMP, TIMESTAMP_TZ -> switch (format) {
                case TimeFormat.Text text when text.pattern().isPresent() -> null;
                case TimeFormat.Text text -> type == Scalar.TIMESTAMP || text.zone().isPresent() ? DATE_TIME
                        : DATE_TIME + TypeRule.ZONE;
                // Up to 8,999,999,999 seconds; the limit is 9,223,372,036.
                case TimeFormat.Epoch epoch -> "-?(?:[1-8][0-9]{%1$d}|[0-9]{1,%1$d})".formatted(15 - epoch.power());
            };
            case REAL, DOUBLE, VARBINARY, JSON -> null;
        };
    }
}
