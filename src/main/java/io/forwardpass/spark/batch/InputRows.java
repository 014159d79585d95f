package io.forwardpass.spark.batch;

import org.apache.spark.sql.catalyst.InternalRow;

/** The features of the rows at hand, and what the network makes of them. For one thread. */
sealed interface InputRows extends AutoCloseable permits FixedRows, SequenceRows {

  /** The most rows at a time. */
  int capacity();

  /** Forgets the rows before. */
  void clear();

  /** Brings in rows of a batch as the first ones; the features are the first columns. */
  void read(FeatureColumn[] features, int from, int rows);

  /** Brings in one row at {@code at}; the features are its first columns. */
  void read(InternalRow features, int at);

  void forward(int rows);

  /** Output {@code e} of row {@code r} stands at {@code e · stride() + r}. */
  float[] outputs();

  int stride();

  Faults faults();

  @Override
  void close();
}
