package io.forwardpass.spark.parquet;

import io.forwardpass.spark.batch.LabelVector;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A column of labels: they are the chunk's dictionary, and the pages hold their numbers, which need
 * not be found again value by value.
 */
final class LabelColumn implements CopiedColumn {
  private final ColumnPages pages;
  private final DefinitionLevels levels;
  private final List<UTF8String> strings;
  private final List<Binary> labels;
  private final int bitWidth;
  private final RunLengthBitPackingHybridEncoder numbers;
  private final int pageRows;
  private final BitSet used = new BitSet();
  private int rows;
  private int nulls;
  private long unencodedBytes;

  LabelColumn(ColumnPages pages, List<UTF8String> labels) {
    this.pages = pages;
    this.levels = new DefinitionLevels(pages);
    this.strings = labels;
    this.labels =
        labels.stream().map(label -> Binary.fromConstantByteArray(label.getBytes())).toList();
    this.bitWidth = BytesUtils.getWidthFromMaxInt(Math.max(0, labels.size() - 1));
    ByteBufferAllocator allocator = pages.properties().getAllocator();
    this.numbers =
        new RunLengthBitPackingHybridEncoder(
            bitWidth,
            pages.properties().getInitialSlabSize(),
            pages.properties().getPageSizeThreshold(),
            allocator);
    this.pageRows = pages.rows(Integer.BYTES);
  }

  @Override
  public boolean takes(ColumnVector vector) {
    return vector instanceof LabelVector column && column.labels().equals(strings);
  }

  @Override
  public void write(ColumnVector vector, int from, int rowsOfVector) throws IOException {
    LabelVector column = (LabelVector) vector;
    for (int row = from; row < from + rowsOfVector; row++) {
      int number = column.number(row);
      if (number == LabelVector.NONE) {
        levels.absent();
        nulls++;
      } else {
        levels.present(1);
        numbers.writeInt(number);
        used.set(number);
        unencodedBytes += labels.get(number).length();
      }
      rows++;
      if (rows == pageRows) {
        endPage();
      }
    }
  }

  private void endPage() throws IOException {
    Statistics<?> statistics = pages.statistics();
    statistics.incrementNumNulls(nulls);
    used.stream().forEach(number -> statistics.updateStats(labels.get(number)));
    BytesInput width = BytesInput.from(new byte[] {(byte) bitWidth});
    pages.write(
        levels,
        BytesInput.concat(width, numbers.toBytes()),
        rows,
        statistics,
        unencodedBytes,
        ColumnPages.DICTIONARY);
    levels.clear();
    numbers.reset();
    used.clear();
    rows = 0;
    nulls = 0;
    unencodedBytes = 0;
  }

  @Override
  public long bufferedBytes() {
    return pages.size() + numbers.getBufferedSize() + levels.bufferedBytes();
  }

  @Override
  public void finish() throws IOException {
    if (rows > 0) {
      endPage();
    }
    numbers.close();
    try (PlainValuesWriter dictionary =
        new PlainValuesWriter(
            pages.properties().getInitialSlabSize(),
            pages.properties().getDictionaryPageSizeThreshold(),
            pages.properties().getAllocator())) {
      labels.forEach(dictionary::writeBytes);
      pages.writeDictionary(dictionary.getBytes(), labels.size());
    }
  }
}
