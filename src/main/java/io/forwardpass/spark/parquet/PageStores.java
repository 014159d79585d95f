package io.forwardpass.spark.parquet;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.values.bloomfilter.BloomFilterWriteStore;
import org.apache.parquet.column.values.bloomfilter.BloomFilterWriter;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The compressed pages of a row group's columns, in memory until the row group is complete: a store
 * for each column of the table, so that some of them can also come from elsewhere.
 */
final class PageStores implements PageWriteStore, BloomFilterWriteStore {
  private final Map<String, ColumnChunkPageWriteStore> stores = new LinkedHashMap<>();

  PageStores(MessageType schema, ParquetProperties properties, BytesInputCompressor compressor) {
    for (Type column : schema.getFields()) {
      stores.put(
          column.getName(),
          new ColumnChunkPageWriteStore(
              compressor,
              new MessageType(schema.getName(), column),
              properties.getAllocator(),
              properties.getColumnIndexTruncateLength(),
              properties.getPageWriteChecksumEnabled()));
    }
  }

  private ColumnChunkPageWriteStore store(ColumnDescriptor column) {
    return stores.get(column.getPath()[0]);
  }

  @Override
  public PageWriter getPageWriter(ColumnDescriptor column) {
    return store(column).getPageWriter(column);
  }

  @Override
  public BloomFilterWriter getBloomFilterWriter(ColumnDescriptor column) {
    return store(column).getBloomFilterWriter(column);
  }

  /** Writes the chunks of one of the table's columns. */
  void write(String column, ParquetFileWriter file) throws IOException {
    stores.get(column).flushToFileWriter(file);
  }

  @Override
  public void close() {
    stores.values().forEach(ColumnChunkPageWriteStore::close);
  }
}
