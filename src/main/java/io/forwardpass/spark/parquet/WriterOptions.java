package io.forwardpass.spark.parquet;

import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * What the {@code parquet.*} keys of a Hadoop configuration ask of a file's writer, as {@link
 * ParquetOutputFormat} reads them.
 *
 * @param blockSize bytes of a row group
 * @param maxPadding bytes that may be left empty so that a row group starts with a block of the
 *     file system
 * @param validating whether rows are held against the schema
 */
record WriterOptions(
    ParquetProperties properties,
    CompressionCodecName codec,
    long blockSize,
    int maxPadding,
    boolean validating) {

  private static final String CRYPTO_FACTORY = "parquet.crypto.factory.class";

  /** Whether the files are to be encrypted. */
  static boolean isEncrypted(Configuration conf) {
    return conf.get(CRYPTO_FACTORY) != null;
  }

  /**
   * The options in {@code conf}.
   *
   * @param spread paths of columns whose values hardly repeat, so that a dictionary is not tried
   */
  static WriterOptions of(Configuration conf, Set<String> spread) {
    ParquetProperties.Builder properties =
        ParquetProperties.builder()
            .withPageSize(ParquetOutputFormat.getPageSize(conf))
            .withDictionaryPageSize(ParquetOutputFormat.getDictionaryPageSize(conf))
            .withDictionaryEncoding(ParquetOutputFormat.getEnableDictionary(conf))
            .withWriterVersion(ParquetOutputFormat.getWriterVersion(conf))
            .estimateRowCountForPageSizeCheck(ParquetOutputFormat.getEstimatePageSizeCheck(conf))
            .withMinRowCountForPageSizeCheck(
                ParquetOutputFormat.getMinRowCountForPageSizeCheck(conf))
            .withMaxRowCountForPageSizeCheck(
                ParquetOutputFormat.getMaxRowCountForPageSizeCheck(conf))
            .withPageValueCountThreshold(ParquetOutputFormat.getValueCountThreshold(conf))
            .withColumnIndexTruncateLength(
                conf.getInt(
                    ParquetOutputFormat.COLUMN_INDEX_TRUNCATE_LENGTH,
                    ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH))
            .withStatisticsTruncateLength(
                conf.getInt(
                    ParquetOutputFormat.STATISTICS_TRUNCATE_LENGTH,
                    ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH))
            .withMaxBloomFilterBytes(ParquetOutputFormat.getBloomFilterMaxBytes(conf))
            .withBloomFilterEnabled(ParquetOutputFormat.getBloomFilterEnabled(conf))
            .withAdaptiveBloomFilterEnabled(ParquetOutputFormat.getAdaptiveBloomFilterEnabled(conf))
            .withRowGroupRowCountLimit(
                conf.getInt(
                    ParquetOutputFormat.BLOCK_ROW_COUNT_LIMIT,
                    ParquetProperties.DEFAULT_ROW_GROUP_ROW_COUNT_LIMIT))
            .withPageRowCountLimit(
                conf.getInt(
                    ParquetOutputFormat.PAGE_ROW_COUNT_LIMIT,
                    ParquetProperties.DEFAULT_PAGE_ROW_COUNT_LIMIT))
            .withPageWriteChecksumEnabled(ParquetOutputFormat.getPageWriteChecksumEnabled(conf))
            .withStatisticsEnabled(ParquetOutputFormat.getStatisticsEnabled(conf));
    spread.forEach(column -> properties.withDictionaryEncoding(column, false));
    forColumns(conf, properties);
    return new WriterOptions(
        properties.build(),
        CompressionCodecName.fromConf(conf.get(ParquetOutputFormat.COMPRESSION)),
        ParquetOutputFormat.getLongBlockSize(conf),
        conf.getInt(
            ParquetOutputFormat.MAX_PADDING_BYTES,
            org.apache.parquet.hadoop.ParquetWriter.MAX_PADDING_SIZE_DEFAULT),
        ParquetOutputFormat.getValidation(conf));
  }

  /** The keys that name a column: {@code parquet.enable.dictionary#path}. */
  private static void forColumns(Configuration conf, ParquetProperties.Builder properties) {
    forColumns(
        conf,
        ParquetOutputFormat.ENABLE_DICTIONARY,
        Boolean::parseBoolean,
        properties::withDictionaryEncoding);
    forColumns(
        conf,
        ParquetOutputFormat.BLOOM_FILTER_ENABLED,
        Boolean::parseBoolean,
        properties::withBloomFilterEnabled);
    forColumns(
        conf,
        ParquetOutputFormat.BLOOM_FILTER_EXPECTED_NDV,
        Long::parseLong,
        properties::withBloomFilterNDV);
    forColumns(
        conf,
        ParquetOutputFormat.BLOOM_FILTER_FPP,
        Double::parseDouble,
        properties::withBloomFilterFPP);
    forColumns(
        conf,
        ParquetOutputFormat.BLOOM_FILTER_CANDIDATES_NUMBER,
        Integer::parseInt,
        properties::withBloomFilterCandidatesNumber);
    forColumns(
        conf,
        ParquetOutputFormat.STATISTICS_ENABLED,
        Boolean::parseBoolean,
        properties::withStatisticsEnabled);
  }

  private static <T> void forColumns(
      Configuration conf, String key, Function<String, T> parse, BiConsumer<String, T> option) {
    String prefix = key + "#";
    for (Map.Entry<String, String> entry : conf.getPropsWithPrefix(prefix).entrySet()) {
      option.accept(entry.getKey(), parse.apply(entry.getValue().trim()));
    }
  }
}
