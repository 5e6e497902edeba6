/**
 * {@link dev.freshet.transform.drift.SpecDraft} drafts a spec from sample lines, and
 * {@link dev.freshet.transform.drift.LayoutGuess} its landing zone from the names of files;
 * {@link dev.freshet.transform.drift.SpecDrift} finds what later lines have beyond it. A shape collects what a key's
 * values look like, and a guess infers a column type from it.
 */
package dev.freshet.transform.drift;
