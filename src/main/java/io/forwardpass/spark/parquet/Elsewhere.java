package io.forwardpass.spark.parquet;

import java.io.IOException;
import java.util.List;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;

/** The columns of a row group that are not made from vectors. */
sealed interface Elsewhere {

  /** Their names. */
  List<String> columns();

  /** Writes the chunks of one of them. */
  void write(String column, ParquetFileWriter file) throws IOException;

  /** There are none. */
  record Nowhere() implements Elsewhere {
    @Override
    public List<String> columns() {
      return List.of();
    }

    @Override
    public void write(String column, ParquetFileWriter file) {
      throw new IllegalStateException("no column " + column);
    }
  }

  /** They are copied from a row group of an input file. */
  record Source(
      SourceFile source, BlockMetaData rowGroup, List<String> columns, WriterOptions options)
      implements Elsewhere {
    @Override
    public void write(String column, ParquetFileWriter file) throws IOException {
      source.copy(rowGroup, column, options, file);
    }
  }
}
