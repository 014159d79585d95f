package io.forwardpass.spark.parquet;

import java.io.IOException;
import org.apache.spark.sql.vectorized.ColumnVector;

/** A column in a row group that is written from vectors as a whole, not value by value. */
sealed interface CopiedColumn permits LabelColumn, LiteralColumn, PlainColumn {

  /** Whether a vector can be written in the form that the first one had. */
  boolean takes(ColumnVector vector);

  /** Appends rows of a vector. */
  void write(ColumnVector vector, int from, int rows) throws IOException;

  /** Bytes held for this column. */
  long bufferedBytes();

  /** Ends the last page. */
  void finish() throws IOException;
}
