package io.forwardpass.spark.batch;

import java.util.List;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * A batch's column that holds a feature, or the true labels.
 *
 * @param vector the values
 * @param parents the structs that it is a field of, outermost first; a null there makes it null
 */
public record FeatureColumn(ColumnVector vector, List<ColumnVector> parents) {

  boolean anyParentNull() {
    for (ColumnVector parent : parents) {
      if (parent.hasNull()) {
        return true;
      }
    }
    return false;
  }

  boolean parentNull(int row) {
    for (ColumnVector parent : parents) {
      if (parent.isNullAt(row)) {
        return true;
      }
    }
    return false;
  }
}
