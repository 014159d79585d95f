package io.forwardpass.spark.parquet;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * How large the row groups of files are in some of their columns, by the files' footers.
 *
 * @param rows of the longest
 * @param stored bytes, compressed, of the largest: a reader holds as many at once
 * @param pages bytes of the pages and dictionaries that a reader has decompressed at a time
 * @param rowBytes bytes of a row once it is decoded, where they are most
 * @param rowsPerByte of a file, where they are most
 */
public record RowGroupSizes(
    long rows, long stored, long pages, double rowBytes, double rowsPerByte) {

  /** What a page holds, by default, and a dictionary. */
  private static final long PAGE = 1 << 20;

  /** What a column vector has for a value beside it: whether it is null, where it starts. */
  private static final int NULL = 1;

  private static final int START = 8;

  static final RowGroupSizes NONE = new RowGroupSizes(0, 0, 0, 0, 0);

  /**
   * The largest of files.
   *
   * @param columns of the table, whatever is nested in them; in upper and lower case
   */
  public static RowGroupSizes of(List<Path> files, Collection<String> columns, Configuration conf)
      throws IOException {
    RowGroupSizes largest = NONE;
    for (Path path : files) {
      HadoopInputFile file = HadoopInputFile.fromPath(path, conf);
      try (ParquetFileReader reader = ParquetFileReader.open(file)) {
        for (BlockMetaData rowGroup : reader.getFooter().getBlocks()) {
          largest = largest.or(of(rowGroup, columns));
        }
        double rows = reader.getRecordCount();
        largest = largest.or(new RowGroupSizes(0, 0, 0, 0, rows / file.getLength()));
      }
    }
    return largest;
  }

  private static RowGroupSizes of(BlockMetaData rowGroup, Collection<String> columns) {
    long rows = Math.max(1, rowGroup.getRowCount());
    long stored = 0;
    long pages = 0;
    double rowBytes = 0;
    for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
      if (columns.stream().anyMatch(chunk.getPath().toArray()[0]::equalsIgnoreCase)) {
        stored += chunk.getTotalSize();
        pages += Math.min(2 * PAGE, chunk.getTotalUncompressedSize());
        rowBytes += (double) chunk.getValueCount() / rows * valueBytes(chunk);
      }
    }
    return new RowGroupSizes(rowGroup.getRowCount(), stored, pages, rowBytes, 0);
  }

  private static double valueBytes(ColumnChunkMetaData chunk) {
    double width =
        switch (chunk.getPrimitiveType().getPrimitiveTypeName()) {
          case BOOLEAN -> 1;
          case INT32, FLOAT -> Integer.BYTES;
          case INT64, DOUBLE -> Long.BYTES;
          case INT96, BINARY, FIXED_LEN_BYTE_ARRAY ->
              START
                  + (double) chunk.getTotalUncompressedSize() / Math.max(1, chunk.getValueCount());
        };
    return width + NULL;
  }

  private RowGroupSizes or(RowGroupSizes other) {
    return new RowGroupSizes(
        Math.max(rows, other.rows),
        Math.max(stored, other.stored),
        Math.max(pages, other.pages),
        Math.max(rowBytes, other.rowBytes),
        Math.max(rowsPerByte, other.rowsPerByte));
  }
}
