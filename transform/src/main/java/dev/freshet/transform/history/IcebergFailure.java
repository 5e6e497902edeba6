package dev.freshet.transform.history;

import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.RootCause;
import java.util.function.Supplier;

/** Translates the many exceptions of Iceberg catalogs into {@link LakehouseException}. */
final class IcebergFailure {
    private IcebergFailure() {}

    /** @throws LakehouseException in place of any exception of Iceberg's own */
    static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw e.getClass().getName().startsWith("org.apache.iceberg.") ? translated(e) : e;
        }
    }

    private static LakehouseException translated(RuntimeException e) {
        Throwable root = RootCause.of(e);
        return new LakehouseException(
                "Iceberg failed: " + e.getMessage() + (root == e ? "" : " (" + root.getMessage() + ")"), e);
    }
}
