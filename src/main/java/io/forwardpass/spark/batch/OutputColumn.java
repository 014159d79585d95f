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

  /** Whether the row is one of those selected: {@code boolean}, never null. */
  record Selected(String name, Selection selection) implements OutputColumn {
    @Override
    public DataType type() {
      return DataTypes.BooleanType;
    }
  }

  /**
   * The feature that keeps a row from being scored: {@code string}, null where none does, be it
   * that the outputs do.
   */
  record FaultyFeature(String name) implements OutputColumn {
    @Override
    public DataType type() {
      return DataTypes.StringType;
    }
  }

  /** What is wrong with it: {@code string}, null where nothing is. */
  record Fault(String name) implements OutputColumn {
    @Override
    public DataType type() {
      return DataTypes.StringType;
    }
  }

  /** Whether it is one of the model's outputs, or follows from them; null where these are. */
  default boolean isPredicted() {
    return this instanceof Value || this instanceof Values || this instanceof Prediction;
  }

  /** Whether the model has to be run for it: rows may be selected by their outputs. */
  default boolean runsModel(OnInvalid onInvalid) {
    return isPredicted()
        || (this instanceof Selected selected && selected.selection().runsModel(onInvalid));
  }

  /** The label of the largest probability: {@code string}. */
  record Prediction(String name) implements OutputColumn {
    @Override
    public DataType type() {
      return DataTypes.StringType;
    }
  }
}
