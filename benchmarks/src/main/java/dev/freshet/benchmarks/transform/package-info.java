/**
 * What the batch's write path costs against its peers: raw JSON of one landing day to sorted Parquet.
 * {@link dev.freshet.benchmarks.transform.TransformBench} runs it, {@link dev.freshet.benchmarks.transform.Contender}
 * lists what is compared.
 */
package dev.freshet.benchmarks.transform;
