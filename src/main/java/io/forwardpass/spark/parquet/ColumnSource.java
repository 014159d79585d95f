package io.forwardpass.spark.parquet;

import java.io.Serializable;
import org.apache.spark.sql.types.DataType;

/** Where a column of a written table comes from. */
public sealed interface ColumnSource extends Serializable {

  /** It is a column of the batches. */
  record Batch(int ordinal) implements ColumnSource {
    private static final long serialVersionUID = 1L;
  }

  /** It is a column of the input's files that the batches do not have. */
  record Stored(String name) implements ColumnSource {
    private static final long serialVersionUID = 1L;
  }

  /**
   * It is the same in every row.
   *
   * @param value as Catalyst has it; null for a null
   */
  record Constant(Object value, DataType type) implements ColumnSource {
    private static final long serialVersionUID = 1L;
  }
}
