package dev.freshet.transform.protocol;

/** Short words for the list of steps. */
final class Words {
    private static final int LONG = 160;

    private Words() {}

    /** The last part of a location, without random numbers. */
    static String file(String location) {
        return location.replaceFirst("^local:///(?:warehouse/)?", "").replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "*")
                .replaceAll("-?\\d{12,}", "*");
    }

    static String sql(String sql) {
        String line = sql.replaceAll("\\s+", " ").replace("\"", "");
        return line.length() <= LONG ? line : line.substring(0, LONG) + "...";
    }
}
