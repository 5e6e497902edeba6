package dev.freshet.transform;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * JSON values and lines that two readers could read differently: picked by hand, and generated from the same parts.
 */
final class ParityCorpus {
    /** JSON values as text. */
    private static final String[] VALUES = {"null", "true", "false", "0", "-0", "1", "-1", "00", "010", "+1", "1.",
            ".5",
            "1.0", "1.5", "1.9", "-1.9", "0.1", "1e3", "1E3", "1e+3", "1e-3", "1.5e3", "1e400", "-1e400", "1e-400",
            "1e",
            "2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807", "9223372036854775808",
            "-9223372036854775808", "-9223372036854775809", "12345678901234567890123456789012345678",
            "123456789012345678901234567890123456789", "99999999.99", "99999999.994", "99999999.995", "100000000",
            "0.005", "0.0049999999999999999", "3.4028235e38", "3.4028236e38", "1.17549435e-38", "4.9e-324", "1e-46",
            "0.1e-400", "1.7976931348623157e308", "1.7976931348623159e308", "16777217", "9007199254740993",
            "0.1000000000000000055511151231257827", "NaN", "Infinity", "-Infinity", "0x10", "1_000", "1,5", "--1",
            "01.5",
            "-010", "1e0003", "1e99999", "1e999999", "100e-2", "1.50",
            "\"\"", "\" \"", "\"true\"", "\"TRUE\"", "\"True\"", "\"t\"", "\"false\"", "\" true\"", "\"0\"", "\"1\"",
            "\"12\"",
            "\" 12\"", "\"12 \"", "\"+12\"", "\"-12\"", "\"012\"", "\"1.0\"", "\"1e3\"", "\"0x1F\"", "\"abc\"",
            "\"null\"",
            "\"NaN\"", "\"nan\"", "\"Infinity\"", "\"-Infinity\"", "\"+1.5\"", "\"1.5f\"", "\"1.5d\"", "\".5\"",
            "\"5.\"",
            "\"1e400\"", "\"\\u0661\\u0662\"", "\"\\uff11\"", "\"2147483648\"", "\"9223372036854775808\"",
            "\"2026-11-22\"", "\"2026-02-28\"", "\"2026-02-29\"", "\"2024-02-29\"", "\"2026-02-30\"", "\"2026-13-01\"",
            "\"2026-00-10\"", "\"2026-1-2\"", "\"0000-01-01\"", "\"0001-01-01\"", "\"1582-10-10\"", "\"1969-12-31\"",
            "\"9999-12-31\"", "\"10000-01-01\"", "\"-0001-01-01\"", "\"2026-11-22 \"", "\" 2026-11-22\"",
            "\"20261122\"",
            "\"2026-11-22T10:00:00\"", "\"2026-11-22 10:00:00\"", "\"2026-11-22t10:00:00\"", "\"2026-11-22T10:00\"",
            "\"2026-11-22T10\"", "\"2026-11-22T24:00:00\"", "\"2026-11-22T23:59:60\"", "\"2026-11-22T10:00:00.\"",
            "\"2026-11-22T10:00:00.1\"", "\"2026-11-22T10:00:00.123456\"", "\"2026-11-22T10:00:00.1234567\"",
            "\"2026-11-22T10:00:00.1234565\"", "\"2026-11-22T23:59:59.9999999\"", "\"9999-12-31T23:59:59.9999999\"",
            "\"2026-11-22T10:00:00.123456789\"", "\"2026-11-22T10:00:00.1234567891\"", "\"2026-11-22T10:00:00,5\"",
            "\"2026-11-22T10:00:00Z\"", "\"2026-11-22T10:00:00z\"", "\"2026-11-22T10:00:00+00:00\"",
            "\"2026-11-22T10:00:00-00:00\"", "\"2026-11-22T10:00:00+02:00\"", "\"2026-11-22T10:00:00+0200\"",
            "\"2026-11-22T10:00:00+02\"", "\"2026-11-22T10:00:00 +02:00\"", "\"2026-11-22T10:00:00+14:00\"",
            "\"2026-11-22T10:00:00-14:00\"", "\"2026-11-22T10:00:00+14:01\"", "\"2026-11-22T10:00:00+18:00\"",
            "\"2026-11-22T10:00:00 UTC\"", "\"2026-11-22T10:00:00 Europe/Berlin\"", "\"2026-11-22T10:00:00[UTC]\"",
            "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"", "\"1900-01-01T00:00:00Z\"",
            "\"0000-12-31T23:00:00Z\"", "\"1969-12-31T23:59:59.9999995Z\"", "\"1969-12-31T23:59:59.999999Z\"",
            "0.0", "1446249499", "1446249499322", "1446249499322123", "-1", "-1446249499322", "253402300799",
            "253402300800", "253402300799999", "253402300800000", "-62135596800", "-62135596801", "9223372036854",
            "9223372036855", "-9223372036854775", "\"1446249499322\"",
            "\"2549961e-0000-1111-2222-0123456789ab\"", "\"2549961E-0000-1111-2222-0123456789AB\"",
            "\"2549961e000011112222\"", "\"{2549961e-0000-1111-2222-0123456789ab}\"",
            "\"2549961e-0000-1111-2222-0123456789a\"", "\"2549961g-0000-1111-2222-0123456789ab\"",
            "\"aGk=\"", "\"aGk\"", "\"aGk==\"", "\"aG k=\"", "\"a\"", "\"====\"", "\"aGk=aGk=\"", "\"_-8=\"",
            "\"/+8=\"", "\"\\n\"",
            "\"aGk=\\n\"", "\"a\\u0000b\"", "\"\\u0001\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\ude00\"",
            "\"\\ud83dx\"",
            "\"😀\"", "\"é\"", "\"e\\u0301\"", "\"\\u2028\"", "\"\\\\\"", "\"\\/\"", "\"\\\"\"", "\"\\t\"",
            "\"\\b\\f\\r\"", "\"\\x\"",
            "\"\\u12\"", "\"a\tb\"", "\"unfinished", "'single'", "unquoted",
            "[]", "{}", "[1]", "[1,2]", "[1,]", "[,1]", "[null]", "[\"1\"]", "[true]", "[[]]",
            "[[true],[],null,[\"false\",1]]",
            "[1.5]", "[1e3]", "[9223372036854775808]", "[{}]", "[{\"a\":1}]",
            "[{\"a\":\"1\"},{\"a\":1.5},{\"b\":1},null,7]",
            "[ 1 , 2 ]", "[\"a\",1,true,null,1.50,1e2,{},[]]", "{\"a\":1}", "{\"a\":\"1\"}", "{\"a\":1.0}",
            "{\"a\":null}",
            "{\"A\":1}", "{\"a\":1,\"a\":2}", "{\"a\":null,\"a\":2}", "{\"b\":\"x\",\"a\":5}",
            "{\"a\":1,\"b\":2,\"c\":3}", "{\"b\":2.50}",
            "{\"b\":true}", "{\"b\":{}}", "{\"b\":[]}", "{\"a\":{\"b\":1}}", "{\"a\":{\"b\":\"2.5\"}}",
            "{\"a\":{\"b\":1e400}}",
            "{\"a\":{}}", "{\"a\":[]}", "{\"\":1}", "{\"a b\":1}", "{\"a.b\":1}", "{\"$\":1}", "{\"\\u0061\":1}",
            "{\"a\\u0000\":1}",
            "{\"a\" : 1 , \"b\" : \"x\"}", "{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\":}", "{a:1}", "{'a':1}", "{\"a\":1}}",
            "{\"a\":1",
            "{\"z\":1,\"y\":{\"x\":[1,2.0,3e0]},\"z\":2}", "[{\"a\":1,\"a\":2}]", "{\"a\":{\"b\":1,\"b\":2}}",
            "/*c*/1", "1/*c*/", "1 // c", "// c\n1", "1 1", "1,\"w\":2", "1}{\"id\":0", "\u00a01", "\ufeff1", "\u20281",
            "\"" + "x".repeat(20_000) + "\"", "[" + "1,".repeat(5_000) + "1]", "[".repeat(500) + "]".repeat(500),
            "{\"a\":".repeat(500) + "1" + "}".repeat(500), "1" + "0".repeat(400), "0." + "0".repeat(400) + "1",
            "1".repeat(1_500)};
    private static final String[] LINES = {"", " ", "\t", " \t ", "\u000b", "\u00a0", "{", "}", "[]", "[1]", " [1]",
            "\t[1]\t", "1",
            "null", "true",
            "\"x\"", "hello", "{}", "{ }", "{}{}", "{\"id\":-1}{\"id\":-2}", "{\"id\":-3} {\"id\":-4}", "{\"id\":-5} x",
            "{\"id\":-6},",
            "{\"id\":-7}\t", " {\"id\":-8}", "\t{\"id\":-9} ", "\ufeff{\"id\":-10}", "{\"id\":-11,}", "{\"id\":-12}#c",
            "{\"id\":-13}//c", "{\"id\":-14,\"v\":1,\"v\":2}", "{\"v\":1,\"id\":-15,\"id\":-16}", "{\"ID\":-17}",
            "{\"id\":\"-18\"}",
            "{\"id\":null}", "{\"id\":\"x\"}", "{\"id\":-19.0}", "{\"id\":{}}", "{\"id\":-20,\"v\"",
            "{\"id\":-21,\"v\":tru}",
            "{\"id\":-22,\"v\":nul}", "{\"id\":-23,\"v\":\"a\u0001b\"}", "{\"id\":-24}\u0001{\"id\":-25}", "\u0001",
            "{\"id\":-26,\"v\":\"\u0000\"}", "{\"id\":-27}\u0000", "{\"id\":-28,\"v\":\"\u007f\"}",
            "{\"id\":-29}\u000c",
            "{\"id\":-30,\"v\":\"\u0085\"}", "{\"id\":-31,\"v\":\"\u2028\"}", "\\N", "{\"id\":-32,\"v\":\"\\\\N\"}",
            "{\u00a0\"id\":-33}", "{\"id\":-34,\"v\":1}\u00a0", "{\"id\" :-35}", "{\"\\u0069d\":-36}",
            "{\"id\":-37,\"v\":[1}",
            "{\"id\":-38,\"v\":{\"a\":[}}", "{{\"id\":-39}}", "[{\"id\":-40}]", "{\"id\":-9223372036854775808}",
            "{\"id\":-9223372036854775809}", "{\"id\":-41,\"v\":\"" + "y".repeat(30_000) + "\"",
            "\"" + "z".repeat(30_000)};
    /** Invalid UTF-8, to be put inside a string. */
    private static final byte[][] BYTES = {{(byte) 0xff}, {(byte) 0xc3}, {(byte) 0xc3, 0x28},
            {(byte) 0xe2, (byte) 0x82},
            {(byte) 0xed, (byte) 0xa0, (byte) 0xbd}, {(byte) 0xf0, (byte) 0x9f, (byte) 0x98},
            {(byte) 0xc0, (byte) 0x80},
            {(byte) 0xf8, (byte) 0x88, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            {(byte) 0xe2, (byte) 0x28, (byte) 0xa1}, {(byte) 0x80}};
    private static final String[] DIGITS = {"0", "1", "9", "10", "25", "99", "123", "500", "999999", "0000001"};
    private static final String[] GLUE = {"", "", "", ".", "-", "e", "E", "+", ":", "T", " ", "Z", ",", "/", "_",
            "\\u0030",
            "\\n", "é"};

    private ParityCorpus() {}

    /** The values picked by hand. */
    static List<byte[]> values() {
        List<byte[]> values = new ArrayList<>();
        Stream.concat(Arrays.stream(VALUES), ParityTimes.values())
                .forEach(value -> values.add(bytes(value.replace("\n", " "))));
        for (byte[] bytes : BYTES) {
            values.add(concat(bytes("\"a"), bytes, bytes("b\"")));
            values.add(concat(bytes("{\""), bytes, bytes("\":1}")));
        }
        return values;
    }

    /** Whole lines picked by hand. Those that are rows have unique negative ids. */
    static List<byte[]> lines() {
        return Arrays.stream(LINES).map(ParityCorpus::bytes).toList();
    }

    /** Random values nested to three levels. The same seed gives the same values. */
    static List<byte[]> generated(long seed, int count) {
        Random random = new Random(seed);
        return Stream.generate(() -> bytes(generated(random, 3))).limit(count).toList();
    }

    private static String generated(Random random, int depth) {
        switch (random.nextInt(depth == 0 ? 7 : 10)) {
            case 0 :
                return VALUES[random.nextInt(VALUES.length - 8)].replace("\n", " ");
            case 1 :
                return number(random);
            case 2 :
                return "\"" + number(random) + "\"";
            case 3 :
                return "\"" + (random.nextBoolean() ? time(random) : ParityTimes.generated(random)) + "\"";
            case 4, 5 : {
                StringBuilder text = new StringBuilder("\"");
                for (int i = random.nextInt(6); i >= 0; i--) {
                    text.append(DIGITS[random.nextInt(DIGITS.length)]).append(GLUE[random.nextInt(GLUE.length)]);
                }
                return text.append('"').toString();
            }
            case 6 :
                return mutated(random,
                        random.nextBoolean() ? VALUES[random.nextInt(VALUES.length - 8)].replace("\n", " ")
                                : "\"" + ParityTimes.generated(random) + "\"");
            case 7 : {
                List<String> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(generated(random, depth - 1));
                }
                return "[" + String.join(random.nextBoolean() ? "," : " , ", items) + "]";
            }
            default : {
                List<String> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add("\"" + "abAB".charAt(random.nextInt(4)) + "\":" + generated(random, depth - 1));
                }
                return "{" + String.join(",", items) + "}";
            }
        }
    }

    private static String number(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> String.valueOf(random.nextInt());
            case 1 -> String.valueOf(random.nextLong());
            case 2 -> String.valueOf(Double.longBitsToDouble(random.nextLong()));
            case 3 -> String.valueOf(Float.intBitsToFloat(random.nextInt()));
            default -> (random.nextBoolean() ? "-" : "") + random.nextInt(1_000_000_000) + "."
                    + random.nextInt(1_000_000_000)
                    + (random.nextInt(4) == 0 ? "e" + (random.nextInt(80) - 40) : "");
        };
    }

    private static String time(Random random) {
        String text = "%04d-%02d-%02d".formatted(
                random.nextInt(4) == 0 ? random.nextInt(10_000) : 1900 + random.nextInt(200),
                random.nextInt(14), random.nextInt(33));
        if (random.nextInt(4) > 0) {
            text += (random.nextBoolean() ? "T" : " ") + "%02d:%02d".formatted(random.nextInt(25), random.nextInt(61));
        }
        if (random.nextInt(3) > 0) {
            text += ":%02d".formatted(random.nextInt(61));
        }
        if (random.nextInt(3) > 0) {
            text += "."
                    + String.valueOf(1_000_000_000 + random.nextInt(1_000_000_000)).substring(1, 2 + random.nextInt(9));
        }
        return switch (random.nextInt(4)) {
            case 0 -> text;
            case 1 -> text + "Z";
            default -> text + (random.nextBoolean() ? "+" : "-")
                    + "%02d:%02d".formatted(random.nextInt(16), random.nextInt(61));
        };
    }

    private static String mutated(Random random, String value) {
        StringBuilder text = new StringBuilder(value);
        for (int i = random.nextInt(2); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(3)) {
                case 0 -> text.insert(at, "0123456789eE+-.:TZ \"{}[],nulltruefalse\\u".charAt(random.nextInt(40)));
                case 1 -> text.delete(Math.max(0, at - 1), at);
                default -> text.insert(at, DIGITS[random.nextInt(DIGITS.length)]);
            }
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A line with an id and the value in {@code v} and {@code w}. */
    static byte[] line(long id, String key, byte[] value) {
        return concat(bytes("{\"id\":%d,\"%s\":".formatted(id, key)), value, bytes("}"));
    }

    static byte[] line(long id, String key, byte[] value, String otherKey, byte[] otherValue) {
        return concat(bytes("{\"id\":%d,\"%s\":".formatted(id, key)), value, bytes(",\"%s\":".formatted(otherKey)),
                otherValue, bytes("}"));
    }

    /**
     * Columns {@code c0, c1, ...} with the usual values, and another value for one of them: in place of the usual one,
     * or at the start of the line under the same key.
     */
    static byte[] line(long id, List<byte[]> usual, int column, byte[] value, boolean inPlace) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(inPlace ? bytes("{") : concat(bytes("{\"c%d\":".formatted(column)), value, bytes(", ")));
        line.writeBytes(bytes("\"id\":%d".formatted(id)));
        for (int i = 0; i < usual.size(); i++) {
            line.writeBytes(bytes(",\"c%d\": ".formatted(i)));
            line.writeBytes(inPlace && i == column ? value : usual.get(i));
        }
        line.writeBytes(bytes("}"));
        return line.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
