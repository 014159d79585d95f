package io.forwardpass.spark.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * A Parquet file written from column vectors, as Spark's writer would write it from rows: the same
 * schema, footer, codec, sizes, statistics and page indexes.
 *
 * <p>Holds one row group in memory. Not for several threads.
 */
final class ColumnarFile extends OutputWriter {
  private final String path;
  private final Configuration conf;
  private final FileSchema schema;
  private final WriterOptions options;
  private final CodecFactory codecs;
  private final BytesInputCompressor compressor;
  private final ParquetFileWriter file;
  private RowGroup rowGroup;
  private long rowGroupSize;
  private long rows;
  private boolean closed;

  /** Whether a write has failed: there is then no point in completing the file. */
  private boolean broken;

  /** Opens {@code path}. */
  ColumnarFile(String path, Configuration conf, FileSchema schema, WriterOptions options)
      throws IOException {
    this.path = path;
    this.conf = conf;
    this.schema = schema;
    this.options = options;
    this.codecs = new CodecFactory(conf, options.properties().getPageSizeThreshold());
    this.compressor = codecs.getCompressor(options.codec());
    this.file =
        new ParquetFileWriter(
            HadoopOutputFile.fromPath(new Path(path), conf),
            schema.stored(),
            ParquetFileWriter.Mode.CREATE,
            options.blockSize(),
            options.maxPadding(),
            null,
            options.properties());
    file.start();
    this.rowGroupSize = options.blockSize();
  }

  FileSchema schema() {
    return schema;
  }

  /** How many rows have been written. */
  long rows() {
    return rows;
  }

  /** Bytes held in memory. */
  long bufferedBytes() {
    return rowGroup == null ? 0 : rowGroup.bufferedBytes();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public void write(InternalRow row) {
    throw new IllegalStateException("a row for " + path + ", which is written from columns");
  }

  /** Appends {@code count} rows of the table's columns, in its schema's order. */
  void write(ColumnVector[] columns, int from, int count) throws IOException {
    try {
      append(columns, from, count);
      rows += count;
    } catch (IOException | RuntimeException | Error e) {
      broken = true;
      throw e;
    }
  }

  /**
   * Appends rows to a row group that is as long as its source, which the caller ends.
   *
   * @param columns the table's; those from elsewhere are not looked at
   */
  void write(ColumnVector[] columns, int count, Elsewhere.Source source) throws IOException {
    try {
      if (rowGroup != null && !rowGroup.isFrom(source)) {
        endRowGroup();
      }
      if (rowGroup == null) {
        rowGroup = rowGroup(source, columns, 0, count);
      }
      rowGroup.write(columns, 0, count);
      rows += count;
    } catch (IOException | RuntimeException | Error e) {
      broken = true;
      throw e;
    }
  }

  private RowGroup rowGroup(Elsewhere elsewhere, ColumnVector[] first, int from, int count) {
    PageStores pages = new PageStores(schema.stored(), options.properties(), compressor);
    return new RowGroup(conf, schema, options, pages, elsewhere, first, from, count);
  }

  private void append(ColumnVector[] columns, int from, int count) throws IOException {
    int end = from + count;
    if (rowGroup != null && !rowGroup.takes(columns)) {
      endRowGroup();
    }
    for (int row = from; row < end; ) {
      if (rowGroup == null) {
        rowGroup = rowGroup(new Elsewhere.Nowhere(), columns, row, end - row);
      }
      int run = (int) Math.min(end - row, rowsBeforeNextLook());
      rowGroup.write(columns, row, run);
      row += run;
      if (isFull()) {
        endRowGroup();
      }
    }
  }

  /**
   * How many rows surely fit into the row group, by the size of those that it has; a small number
   * where that is not known yet.
   */
  private long rowsBeforeNextLook() {
    long written = rowGroup.rows();
    long left = options.properties().getRowGroupRowCountLimit() - written;
    long few = options.properties().getMinRowCountForPageSizeCheck();
    if (written == 0) {
      return Math.min(few, left);
    }
    long bytes = rowGroup.bufferedBytes();
    long rowSize = Math.max(1, bytes / written);
    long room = rowGroupSize - bytes;
    return Math.max(1, Math.min(Math.max(few, room / rowSize / 2), left));
  }

  /** Within two rows of the limit, as Parquet's own writer decides. */
  private boolean isFull() {
    long written = rowGroup.rows();
    long bytes = rowGroup.bufferedBytes();
    return written >= options.properties().getRowGroupRowCountLimit()
        || bytes > rowGroupSize - 2 * (bytes / written);
  }

  /** Writes the row group that has been filled. */
  void endRowGroup() throws IOException {
    try {
      rowGroup.flush(file);
    } catch (IOException | RuntimeException | Error e) {
      broken = true;
      throw e;
    } finally {
      rowGroup.close();
      rowGroup = null;
    }
    rowGroupSize = Math.min(file.getNextRowGroupSize(), options.blockSize());
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (file) {
      if (broken) {
        return;
      }
      if (rowGroup != null) {
        endRowGroup();
      }
      file.end(schema.metadata());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (rowGroup != null) {
        rowGroup.close();
      }
      codecs.release();
    }
  }
}
