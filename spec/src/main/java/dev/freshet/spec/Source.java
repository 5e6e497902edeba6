package dev.freshet.spec;

/** Where the value of a column is. */
public sealed interface Source permits JsonPath, PartitionKey, Source.Unnamed {
    /** All keys of the line that no other column names: those of the rescue column. */
    record Unnamed() implements Source {}
}
