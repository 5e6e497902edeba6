/**
 * The terms of the pattern as types. Read {@link dev.freshet.core.Boundary} and {@link dev.freshet.core.Freshness}
 * first, then {@link dev.freshet.core.spec.DatasetSpec}, from which everything else is generated.
 */
package dev.freshet.core;
