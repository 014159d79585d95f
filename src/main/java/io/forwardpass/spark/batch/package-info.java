/**
 * What a task does with a batch: columns into the model's matrix, the forward pass, its outputs
 * into columns. Also the model that the tasks of a JVM share, and what they count.
 */
package io.forwardpass.spark.batch;
