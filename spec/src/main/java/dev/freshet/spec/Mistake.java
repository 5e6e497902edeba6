package dev.freshet.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** An invalid value whose position in the file is not known yet. */
public final class Mistake extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String fix;

    /** @param fix what to write instead */
    public Mistake(String message, String fix) {
        super(message, null, false, false);
        this.fix = fix;
    }

    /** An unknown word. The fix suggests a similar word of {@code known}, or else is {@code otherwise}. */
    static Mistake unknown(String what, String word, Collection<String> known, String otherwise) {
        String fix = nearest(word, known).map(near -> "did you mean " + near + "?").orElse(otherwise);
        return new Mistake("Unknown " + what + " \"" + word + "\"", fix);
    }

    String fix() {
        return fix;
    }

    private static Optional<String> nearest(String word, Collection<String> known) {
        int most = Math.max(1, word.length() / 3);
        return known.stream().filter(k -> distance(word, k) <= most)
                .min(Comparator.comparingInt((String k) -> distance(word, k)).thenComparing(k -> k));
    }

    /** Edit distance, ignoring case: insertions, deletions, replacements and swaps of neighbours. */
    private static int distance(String from, String to) {
        String a = from.toLowerCase(java.util.Locale.ROOT);
        String b = to.toLowerCase(java.util.Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
