/**
 * The dataset spec, a short YAML file that declares a dataset. {@link dev.freshet.core.spec.SpecReader} reads it into a
 * {@link dev.freshet.core.spec.DatasetSpec}; {@link dev.freshet.core.spec.DataType} is the type of a column.
 */
package dev.freshet.core.spec;
