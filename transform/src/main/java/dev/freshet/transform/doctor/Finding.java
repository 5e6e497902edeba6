package dev.freshet.transform.doctor;

import dev.freshet.transform.connect.Secrets;
import java.util.Optional;

/**
 * The result of one check.
 *
 * @param check what was checked, in a few words
 * @param detail what was found, for people, without passwords
 * @param fix what to change; empty if nothing, or if {@code detail} says it
 */
public record Finding(String check, Verdict verdict, String detail, Optional<String> fix) {
    public Finding {
        detail = Secrets.hidden(detail);
    }

    /** Whether answers would be right. */
    public enum Verdict {
        OK,
        /** Right, as long as what {@code detail} says does not matter here. */
        WARNING,
        /** The batch would fail, or answers could be wrong or stale. */
        WRONG,
        /** Could not be checked; {@code detail} says why. */
        SKIPPED
    }

    static Finding ok(String check, String detail) {
        return new Finding(check, Verdict.OK, detail, Optional.empty());
    }

    static Finding warning(String check, String detail, String fix) {
        return new Finding(check, Verdict.WARNING, detail, Optional.of(fix));
    }

    static Finding wrong(String check, String detail, String fix) {
        return new Finding(check, Verdict.WRONG, detail, Optional.of(fix));
    }
}
