package io.forwardpass.spark.parquet;

import java.io.IOException;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;

/** Where the pages of a column without nesting go, and what they must be like: version 1. */
record ColumnPages(ColumnDescriptor column, ParquetProperties properties, PageWriter writer) {

  /** The deprecated name is the one that parquet-java, too, gives to pages of version 1. */
  @SuppressWarnings("deprecation")
  static final Encoding DICTIONARY = Encoding.PLAIN_DICTIONARY;

  /** Whether a column's pages can be made here. */
  static boolean arePossible(ParquetProperties properties, ColumnDescriptor column) {
    return properties.getWriterVersion() == WriterVersion.PARQUET_1_0
        && !properties.isBloomFilterEnabled(column);
  }

  /** How many rows a page holds whose values take {@code width} bytes each. */
  int rows(int width) {
    int limit =
        Math.min(properties.getPageRowCountLimit(), properties.getPageValueCountThreshold());
    return Math.max(1, Math.min(limit, properties.getPageSizeThreshold() / width));
  }

  /** The statistics of a page, without a value yet. */
  Statistics<?> statistics() {
    return properties.getStatisticsEnabled(column)
        ? Statistics.createStats(column.getPrimitiveType())
        : Statistics.noopStats(column.getPrimitiveType());
  }

  /**
   * Adds a page.
   *
   * @param unencodedBytes the bytes of its values, if they are byte arrays
   */
  void write(
      DefinitionLevels levels,
      BytesInput values,
      int rows,
      Statistics<?> statistics,
      long unencodedBytes,
      Encoding encoding)
      throws IOException {
    writer.writePage(
        BytesInput.concat(levels.encode(), values),
        rows,
        rows,
        statistics,
        sizeStatistics(unencodedBytes),
        null,
        Encoding.RLE,
        Encoding.RLE,
        encoding);
  }

  /** Without nesting there are no histograms of levels. */
  private SizeStatistics sizeStatistics(long unencodedBytes) {
    return properties.getSizeStatisticsEnabled(column)
        ? new SizeStatistics(column.getPrimitiveType(), unencodedBytes, List.of(), List.of())
        : SizeStatistics.noopBuilder(column.getPrimitiveType(), 0, column.getMaxDefinitionLevel())
            .build();
  }

  void writeDictionary(BytesInput values, int size) throws IOException {
    writer.writeDictionaryPage(new DictionaryPage(values, size, DICTIONARY));
  }

  /** Bytes of the pages written. */
  long size() {
    return writer.getMemSize();
  }
}
