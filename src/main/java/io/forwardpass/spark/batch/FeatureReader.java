package io.forwardpass.spark.batch;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Brings one feature column into a {@link Tile}. */
sealed interface FeatureReader permits ArrayReader, NestedReader, ScalarReader, VectorReader {

  /** Rows {@code from} to {@code from + rows} of a column into the tile's rows from 0. */
  void read(ColumnVector vector, int from, int rows, Tile tile);

  /** One row's value into the tile's row {@code at}. */
  void read(SpecializedGetters row, int ordinal, Tile tile, int at);

  /**
   * The reader for a feature's type.
   *
   * @param number the feature's place among the features
   * @param first the first of the model's inputs that it fills
   */
  static FeatureReader of(Feature feature, int number, int first) {
    DataType type = feature.type();
    if (type.equals(SQLDataTypes.VectorType())) {
      return new VectorReader(number, first, feature.width());
    } else if (type instanceof BinaryType || feature.depth() > 1) {
      ArrayValues values = new ArrayValues(feature, feature.lengths());
      return new NestedReader(number, first, feature.width(), values);
    } else if (type instanceof ArrayType array) {
      return new ArrayReader(
          number, first, feature.width(), NumericType.of(array.elementType()).orElseThrow());
    }
    return new ScalarReader(number, first, NumericType.of(type).orElseThrow());
  }
}
