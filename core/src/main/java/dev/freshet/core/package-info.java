/**
 * The words of the pattern as types. Read {@link dev.freshet.core.Boundary} and {@link dev.freshet.core.Freshness}
 * first, then {@link dev.freshet.core.spec.DatasetSpec}, which everything else is generated from.
 */
package dev.freshet.core;
