package io.forwardpass.spark.batch;

import java.io.Serializable;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** A column that scoring adds to a table. */
public sealed interface OutputColumn extends Serializable {

  String name();

  DataType type();

  /** One of the outputs, or a class's probability: {@code float}. */
  record Value(String name, int index) implements OutputColumn {
    @Override
    public DataType type() {
      return DataTypes.FloatType;
    }
  }

  /** All outputs or probabilities in their order: {@code array<float>} without nulls. */
  record Values(String name) implements OutputColumn {
    @Override
    public DataType type() {
      return DataTypes.createArrayType(DataTypes.FloatType, false);
    }
  }

  /** The label of the largest probability: {@code string}. */
  record Prediction(String name) implements OutputColumn {
    @Override
    public DataType type() {
      return DataTypes.StringType;
    }
  }
}
