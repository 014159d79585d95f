/**
 * Column vectors into Parquet files: numbers as runs of bytes, labels by their numbers, columns of
 * the input as they are stored, all else through Spark's own writer. Knows nothing of plans.
 */
package io.forwardpass.spark.parquet;
