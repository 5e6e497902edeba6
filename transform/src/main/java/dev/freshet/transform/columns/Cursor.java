package dev.freshet.transform.columns;

/** The current row of columns. */
final class Cursor {
    int row;
}
