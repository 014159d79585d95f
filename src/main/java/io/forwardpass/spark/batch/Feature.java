package io.forwardpass.spark.batch;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/**
 * One feature column of a table.
 *
 * @param column as the user named it
 * @param type a numeric type, boolean, an array of them, nested or not, packed floats, or an ML
 *     vector
 * @param lengths of the arrays, outermost first; 1 for a scalar. How many of the model's inputs the
 *     feature fills is their product
 * @param expectations of its values
 */
public record Feature(
    String column, DataType type, List<Integer> lengths, Expectations expectations)
    implements Serializable {

  public Feature {
    lengths = List.copyOf(lengths);
  }

  /** A feature of any values. */
  public Feature(String column, DataType type, List<Integer> lengths) {
    this(column, type, lengths, Expectations.NONE);
  }

  /** The same column, of which something is expected. */
  public Feature expecting(Expectations expected) {
    return new Feature(column, type, lengths, expected);
  }

  /** How many of the model's inputs it fills. */
  public int width() {
    return lengths.stream().reduce(1, Math::multiplyExact);
  }

  /** How many arrays lie in one another in its column; 0 where it has none. */
  int depth() {
    return depth(type);
  }

  /** The same for a column of that type. */
  public static int depth(DataType type) {
    return type instanceof ArrayType array ? 1 + depth(array.elementType()) : 0;
  }
}
