package dev.freshet.gateway.http;

/** A query whose pages are looked at. Its methods are called by one thread at a time. */
sealed interface WatchedQuery permits LiveQuery, T1Query {
    /** About how much memory it needs. */
    long bytes();
}
