/**
 * A first spec from a sample of raw lines, {@link dev.freshet.core.infer.SpecDraft}, and what later lines hold beyond
 * it, {@link dev.freshet.core.infer.SpecDrift}. A shape gathers what a key's values look like, and a guess makes a
 * column type of it.
 */
package dev.freshet.core.infer;
