package io.forwardpass.spark.parquet;

import java.util.EnumSet;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.EncodingStats;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.fallback.FallbackValuesWriter;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * What a column's chunks look like that a writer with these options makes, as far as a footer
 * tells.
 */
record ChunkForm(WriterOptions options, ColumnDescriptor column) {

  /** A dictionary ends with the value that no longer fits: how many times the limit is too much. */
  private static final int DICTIONARIES = 2;

  /** Whether a chunk may be the work of such a writer. */
  boolean fits(ColumnChunkMetaData chunk) {
    EncodingStats pages = chunk.getEncodingStats();
    return chunk.getCodec() == options.codec()
        && !chunk.isEncrypted()
        && pages != null
        && chunk.getOffsetIndexReference() != null
        && pages.usesV2Pages() == (properties().getWriterVersion() == WriterVersion.PARQUET_2_0)
        && encodings().containsAll(pages.getDataEncodings())
        && (!pages.hasDictionaryPages() || hasDictionary(chunk))
        && hasStatistics(chunk) == properties().getStatisticsEnabled(column)
        && (!isBloomFiltered()
            || chunk.getBloomFilterOffset() >= 0
            || !pages.hasNonDictionaryEncodedPages());
  }

  /** Whether such a writer makes a Bloom filter. */
  boolean isBloomFiltered() {
    return properties().isBloomFilterEnabled(column);
  }

  private ParquetProperties properties() {
    return options.properties();
  }

  /** Parquet's own writer is asked, as they depend on its version, the pages' and the type. */
  private Set<Encoding> encodings() {
    ValuesWriter writer = properties().newValuesWriter(column);
    try {
      return writer instanceof FallbackValuesWriter<?, ?> dictionary
          ? EnumSet.of(
              dictionary.initialWriter.getEncoding(), dictionary.fallBackWriter.getEncoding())
          : EnumSet.of(writer.getEncoding());
    } finally {
      writer.close();
    }
  }

  /** Of byte arrays that are very long Parquet keeps none, as if they were not asked for. */
  private boolean hasStatistics(ColumnChunkMetaData chunk) {
    return chunk.getStatistics().isNumNullsSet()
        || (column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
            && properties().getStatisticsEnabled(column));
  }

  private boolean hasDictionary(ColumnChunkMetaData chunk) {
    long bytes = chunk.getFirstDataPageOffset() - chunk.getStartingPos();
    return properties().isDictionaryEnabled(column)
        && bytes <= (long) DICTIONARIES * properties().getDictionaryPageSizeThreshold();
  }
}
