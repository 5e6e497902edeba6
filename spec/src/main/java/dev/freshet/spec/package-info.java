/**
 * The dataset spec, a short YAML file that declares a dataset. {@link dev.freshet.spec.SpecReader} reads it into a
 * {@link dev.freshet.spec.DatasetSpec}; {@link dev.freshet.spec.DataType} is the type of a column.
 */
package dev.freshet.spec;
