/** Scoring tables on Spark: the public entry points, the shared model, columns and matrices. */
package io.forwardpass.spark;
