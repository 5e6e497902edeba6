/**
 * The dataset spec: one YAML file of a few lines declares a dataset. {@link dev.freshet.core.spec.SpecReader} reads it,
 * {@link dev.freshet.core.spec.DatasetSpec} is what it says, {@link dev.freshet.core.spec.DataType} its column types.
 */
package dev.freshet.core.spec;
