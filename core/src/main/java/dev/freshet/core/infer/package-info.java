/**
 * A first spec from a sample of raw lines. {@link dev.freshet.core.infer.SpecDraft} is what a user sees; a shape
 * gathers what a key's values look like, and a guess makes a column type of it.
 */
package dev.freshet.core.infer;
