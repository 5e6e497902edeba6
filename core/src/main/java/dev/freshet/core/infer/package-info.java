/**
 * {@link dev.freshet.core.infer.SpecDraft} drafts a spec from sample lines; {@link dev.freshet.core.infer.SpecDrift}
 * finds what later lines hold beyond it. A shape collects what a key's values look like, and a guess infers a column
 * type from it.
 */
package dev.freshet.core.infer;
