/**
 * Turns raw files into data files that no table knows yet: {@link dev.freshet.transform.engine.Engine} is the seam,
 * {@link dev.freshet.transform.engine.RowEngine} writes row by row.
 */
package dev.freshet.transform.engine;
