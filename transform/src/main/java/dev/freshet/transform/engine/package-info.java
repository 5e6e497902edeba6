/**
 * Turns raw files into data files that no table knows yet. {@link dev.freshet.transform.engine.Engine} is the seam;
 * {@link dev.freshet.transform.engine.Written} is what it returns.
 */
package dev.freshet.transform.engine;
