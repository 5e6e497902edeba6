package dev.freshet.benchmarks.cutover;

/**
 * The result of judging an answer.
 *
 * @param detail what is wrong, for people; empty for a correct answer
 * @param lateFileAbsent whether a late file that had landed was missing, but did not have to be there yet
 */
record Verdict(ReadClass is, String detail, boolean lateFileAbsent) {
    static Verdict of(ReadClass is, String detail) {
        return new Verdict(is, detail, false);
    }

    static Verdict correct(boolean lateFileAbsent) {
        return new Verdict(ReadClass.CORRECT, "", lateFileAbsent);
    }
}
