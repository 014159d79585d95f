package io.forwardpass.spark.batch;

import java.io.Serializable;
import org.apache.spark.sql.types.DataType;

/**
 * One feature column of a table.
 *
 * @param column as the user named it
 * @param type a numeric type, boolean, an array of them, or an ML vector
 * @param width how many of the model's inputs it fills: 1 for a scalar
 */
public record Feature(String column, DataType type, int width) implements Serializable {}
