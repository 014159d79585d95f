package io.forwardpass.spark.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.v2.FileDataSourceV2;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.collection.Iterator;
import scala.collection.immutable.Map$;

/** The columns that pass through, of the part of an input file that a task is reading. */
sealed interface PassingInput extends AutoCloseable {

  /** The schema that the output must have for them. */
  FileSchema schema();

  /** Whether all rows have been taken. */
  boolean isExhausted();

  /**
   * Writes a batch of the other columns, and these beside it.
   *
   * @param columns the output's, with places left for these
   */
  void write(ColumnVector[] columns, int rows, ColumnarFile file) throws IOException;

  @Override
  void close() throws IOException;

  /** They are copied, row group by row group. */
  final class Copied implements PassingInput {
    private final SourceFile source;
    private final FileSchema schema;
    private final List<String> columns;
    private final WriterOptions options;
    private int rowGroup;
    private long rowsWritten;

    Copied(SourceFile source, FileSchema schema, List<String> columns, WriterOptions options) {
      this.source = source;
      this.schema = schema;
      this.columns = columns;
      this.options = options;
    }

    @Override
    public FileSchema schema() {
      return schema;
    }

    @Override
    public boolean isExhausted() {
      return rowGroup == source.rowGroups().size();
    }

    @Override
    public void write(ColumnVector[] vectors, int rows, ColumnarFile file) throws IOException {
      BlockMetaData current = source.rowGroups().get(rowGroup);
      file.write(vectors, rows, new Elsewhere.Source(source, current, columns, options));
      rowsWritten += rows;
      if (rowsWritten > current.getRowCount()) {
        throw new IllegalStateException("a batch crosses a row group of " + source.path());
      } else if (rowsWritten == current.getRowCount()) {
        file.endRowGroup();
        rowGroup++;
        rowsWritten = 0;
      }
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }

  /**
   * They are decoded, batch beside batch: two readers of one file make batches of the same rows.
   */
  final class Decoded implements PassingInput {
    private final String path;
    private final Iterator<?> batches;
    private final FileSchema schema;
    private final List<Integer> places;

    Decoded(
        SourceFile.Split split,
        FileStatus file,
        PassThrough passing,
        List<Integer> places,
        FileSchema schema) {
      PartitionedFile part =
          new PartitionedFile(
              InternalRow.empty(),
              SparkPath.fromUrlString(split.path()),
              split.start(),
              split.length(),
              new String[0],
              file.getModificationTime(),
              file.getLen(),
              Map$.MODULE$.empty());
      this.path = split.path();
      this.batches = read(() -> passing.reader().apply(part));
      this.schema = schema;
      this.places = places;
    }

    @Override
    public FileSchema schema() {
      return schema;
    }

    @Override
    public boolean isExhausted() {
      return !read(batches::hasNext);
    }

    @Override
    public void write(ColumnVector[] columns, int rows, ColumnarFile file) throws IOException {
      ColumnarBatch batch = (ColumnarBatch) read(batches::next);
      if (batch.numRows() != rows) {
        throw new IllegalStateException(
            "%s rows beside %s of the same file".formatted(batch.numRows(), rows));
      }
      for (int column = 0; column < places.size(); column++) {
        columns[places.get(column)] = batch.column(column);
      }
      file.write(columns, 0, rows);
      batch.closeIfFreeable();
    }

    /** What the reader gives; its failures name the file, as those of Spark's own scan do. */
    @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
    private <T> T read(Supplier<T> reader) {
      try {
        return reader.get();
      } catch (Exception e) {
        return ExceptionUtils.rethrow(FileDataSourceV2.attachFilePath(() -> path, e));
      }
    }

    /** Spark's scan closes its readers, and nobody closes this one. */
    @Override
    public void close() throws IOException {
      ((Closeable) batches).close();
    }
  }
}
