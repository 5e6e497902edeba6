package dev.freshet.transform.scan;

import dev.freshet.spec.DataType;
import dev.freshet.spec.TimeFormat;
import dev.freshet.transform.columns.BytesLeaf;
import dev.freshet.transform.columns.Leaf;
import dev.freshet.transform.columns.NumberLeaf;
import dev.freshet.transform.columns.WideLeaf;
import java.util.Arrays;
import java.util.Base64;

/** Reads a token of the common form of a type, and stores the value. It recognizes nothing that is not valid. */
@FunctionalInterface
interface Kernel {
    /**
     * @param token of a JSON kind that the type accepts
     * @return false, and nothing is stored, if the text is not recognized
     */
    boolean read(Token token, int slot);

    /** The kernel of a scalar. That of a type without a common form recognizes nothing. */
    static Kernel of(DataType type, TimeFormat format, Leaf leaf) {
        return switch (type) {
            case DataType.Decimal decimal -> leaf instanceof NumberLeaf number ? decimal(decimal, number)
                    : (token, slot) -> false;
            case DataType.Scalar scalar -> scalar(scalar, format, leaf);
            default -> throw new IllegalArgumentException("Not a scalar: " + type);
        };
    }

    private static Kernel scalar(DataType.Scalar type, TimeFormat format, Leaf leaf) {
        return switch (type) {
            case BOOLEAN -> bool((NumberLeaf) leaf);
            case INTEGER -> integer((NumberLeaf) leaf);
            case BIGINT -> (token, slot) -> set((NumberLeaf) leaf, slot,
                    NumberText.whole(token.buffer, token.from, token.plainTo()));
            case REAL -> real((NumberLeaf) leaf);
            case DOUBLE -> float64((NumberLeaf) leaf);
            case VARCHAR -> text((BytesLeaf) leaf);
            case VARBINARY -> base64((BytesLeaf) leaf);
            case UUID -> uuid((WideLeaf) leaf);
            case DATE, TIMESTAMP, TIMESTAMP_TZ -> time(type, format, (NumberLeaf) leaf);
            case JSON -> (token, slot) -> false;
        };
    }

    private static boolean set(NumberLeaf leaf, int slot, long value) {
        if (value == NumberText.UNKNOWN) {
            return false;
        }
        leaf.set(slot, value);
        return true;
    }

    private static Kernel bool(NumberLeaf leaf) {
        return (token, slot) -> {
            int length = token.plainTo() - token.from;
            boolean isTrue = length == 4 && token.is("true");
            if (isTrue || length == 5 && token.is("false")) {
                leaf.set(slot, isTrue ? 1 : 0);
                return true;
            }
            return false;
        };
    }

    private static Kernel integer(NumberLeaf leaf) {
        return (token, slot) -> {
            long value = NumberText.whole(token.buffer, token.from, token.plainTo());
            return (int) value == value && set(leaf, slot, value);
        };
    }

    private static Kernel real(NumberLeaf leaf) {
        return (token, slot) -> {
            float value = NumberText.float32(token.buffer, token.from, token.plainTo());
            if (Float.isNaN(value) && token.isDecimal()) {
                value = Float.parseFloat(token.json());
            }
            return Float.isFinite(value) && set(leaf, slot, Float.floatToRawIntBits(value));
        };
    }

    private static Kernel float64(NumberLeaf leaf) {
        return (token, slot) -> {
            double value = NumberText.float64(token.buffer, token.from, token.plainTo());
            if (Double.isNaN(value) && token.isDecimal()) {
                value = Double.parseDouble(token.json());
            }
            if (!Double.isFinite(value)) {
                return false;
            }
            leaf.set(slot, Double.doubleToRawLongBits(value));
            return true;
        };
    }

    private static Kernel decimal(DataType.Decimal type, NumberLeaf leaf) {
        long limit = NumberText.power(type.precision());
        return (token, slot) -> {
            long value = NumberText.scaled(token.buffer, token.from, token.plainTo(), type.scale());
            return value > -limit && value < limit && set(leaf, slot, value);
        };
    }

    private static Kernel text(BytesLeaf leaf) {
        return (token, slot) -> {
            if (!token.escaped) {
                leaf.set(slot, token.buffer, token.from, token.to);
                return true;
            }
            return token.unescape() && setUnescaped(leaf, slot, token);
        };
    }

    private static boolean setUnescaped(BytesLeaf leaf, int slot, Token token) {
        leaf.set(slot, token.unescaped, 0, token.unescapedLength);
        return true;
    }

    private static Kernel base64(BytesLeaf leaf) {
        return (token, slot) -> {
            if (token.escaped) {
                return false;
            }
            try {
                byte[] bytes = Base64.getDecoder().decode(Arrays.copyOfRange(token.buffer, token.from, token.to));
                leaf.setBytes(slot, bytes);
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        };
    }

    private static Kernel uuid(WideLeaf leaf) {
        UuidText uuid = new UuidText();
        return (token, slot) -> {
            if (!uuid.read(token.buffer, token.from, token.plainTo())) {
                return false;
            }
            leaf.set(slot, uuid.high, uuid.low);
            return true;
        };
    }

    private static Kernel time(DataType.Scalar type, TimeFormat format, NumberLeaf leaf) {
        ClockText clock = new ClockText();
        return switch (format) {
            case TimeFormat.Epoch epoch when type != DataType.Scalar.DATE -> epoch(epoch, leaf);
            case TimeFormat.Text text when text.pattern().isPresent() || text.zone().isPresent() ->
                (token, slot) -> false;
            default -> switch (type) {
                case DATE -> (token, slot) -> set(leaf, slot, clock.day(token.buffer, token.from, token.plainTo()));
                case TIMESTAMP -> (token, slot) -> set(leaf, slot,
                        clock.local(token.buffer, token.from, token.plainTo()));
                default -> (token, slot) -> set(leaf, slot, clock.utc(token.buffer, token.from, token.plainTo()));
            };
        };
    }

    /** Nanoseconds have their own rules. */
    private static Kernel epoch(TimeFormat.Epoch format, NumberLeaf leaf) {
        long limit = Long.MAX_VALUE / 1_000;
        return format == TimeFormat.Epoch.NANOS ? (token, slot) -> false : (token, slot) -> {
            long micros = NumberText.scaled(token.buffer, token.from, token.plainTo(), format.power());
            return micros >= -limit && micros <= limit && set(leaf, slot, micros);
        };
    }
}
