package dev.freshet.transform.connect;

/** A failure of the lakehouse: of its configuration, Trino, the Iceberg catalog or the landing zone. */
public class LakehouseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LakehouseException(String message) {
        super(message);
    }

    public LakehouseException(String message, Throwable cause) {
        super(message, cause);
    }
}
