package io.forwardpass.spark.parquet;

import java.nio.ByteBuffer;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.spark.sql.vectorized.ColumnVector;

/** The values of a page, of one primitive type, before they are encoded. */
interface PlainValues {

  /** Bytes of a value. */
  int width();

  /** Puts {@code count} values, none of which is null, to position {@code at} of the page. */
  void put(ColumnVector vector, int from, int count, int at);

  /** Puts one value that is not null to position {@code at} of the page. */
  void put(ColumnVector vector, int row, int at);

  /** Adds the page's first {@code count} values to its statistics, as if one by one. */
  void updateStatistics(Statistics<?> statistics, int count);

  /** Appends the page's first {@code count} values to {@code bytes}, which is little-endian. */
  void encode(int count, ByteBuffer bytes);

  /** {@code float}. */
  final class Floats implements PlainValues {
    private final float[] page;

    Floats(int capacity) {
      this.page = new float[capacity];
    }

    @Override
    public int width() {
      return Float.BYTES;
    }

    @Override
    public void put(ColumnVector vector, int from, int count, int at) {
      System.arraycopy(vector.getFloats(from, count), 0, page, at, count);
    }

    @Override
    public void put(ColumnVector vector, int row, int at) {
      page[at] = vector.getFloat(row);
    }

    @Override
    public void updateStatistics(Statistics<?> statistics, int count) {
      float min = page[0];
      float max = page[0];
      for (int at = 1; at < count; at++) {
        min = Math.min(min, page[at]);
        max = Math.max(max, page[at]);
      }
      if (!Float.isNaN(min)) {
        statistics.updateStats(min);
        statistics.updateStats(max);
      } else {
        for (int at = 0; at < count; at++) {
          statistics.updateStats(page[at]);
        }
      }
    }

    @Override
    public void encode(int count, ByteBuffer bytes) {
      bytes.asFloatBuffer().put(page, 0, count);
      bytes.position(bytes.position() + count * Float.BYTES);
    }
  }

  /** {@code double}. */
  final class Doubles implements PlainValues {
    private final double[] page;

    Doubles(int capacity) {
      this.page = new double[capacity];
    }

    @Override
    public int width() {
      return Double.BYTES;
    }

    @Override
    public void put(ColumnVector vector, int from, int count, int at) {
      System.arraycopy(vector.getDoubles(from, count), 0, page, at, count);
    }

    @Override
    public void put(ColumnVector vector, int row, int at) {
      page[at] = vector.getDouble(row);
    }

    @Override
    public void updateStatistics(Statistics<?> statistics, int count) {
      double min = page[0];
      double max = page[0];
      for (int at = 1; at < count; at++) {
        min = Math.min(min, page[at]);
        max = Math.max(max, page[at]);
      }
      if (!Double.isNaN(min)) {
        statistics.updateStats(min);
        statistics.updateStats(max);
      } else {
        for (int at = 0; at < count; at++) {
          statistics.updateStats(page[at]);
        }
      }
    }

    @Override
    public void encode(int count, ByteBuffer bytes) {
      bytes.asDoubleBuffer().put(page, 0, count);
      bytes.position(bytes.position() + count * Double.BYTES);
    }
  }

  /** {@code int}, and what Spark keeps in one. */
  final class Ints implements PlainValues {
    private final int[] page;

    Ints(int capacity) {
      this.page = new int[capacity];
    }

    @Override
    public int width() {
      return Integer.BYTES;
    }

    @Override
    public void put(ColumnVector vector, int from, int count, int at) {
      System.arraycopy(vector.getInts(from, count), 0, page, at, count);
    }

    @Override
    public void put(ColumnVector vector, int row, int at) {
      page[at] = vector.getInt(row);
    }

    @Override
    public void updateStatistics(Statistics<?> statistics, int count) {
      int min = page[0];
      int max = page[0];
      for (int at = 1; at < count; at++) {
        min = Math.min(min, page[at]);
        max = Math.max(max, page[at]);
      }
      statistics.updateStats(min);
      statistics.updateStats(max);
    }

    @Override
    public void encode(int count, ByteBuffer bytes) {
      bytes.asIntBuffer().put(page, 0, count);
      bytes.position(bytes.position() + count * Integer.BYTES);
    }
  }

  /** {@code long}, and what Spark keeps in one. */
  final class Longs implements PlainValues {
    private final long[] page;

    Longs(int capacity) {
      this.page = new long[capacity];
    }

    @Override
    public int width() {
      return Long.BYTES;
    }

    @Override
    public void put(ColumnVector vector, int from, int count, int at) {
      System.arraycopy(vector.getLongs(from, count), 0, page, at, count);
    }

    @Override
    public void put(ColumnVector vector, int row, int at) {
      page[at] = vector.getLong(row);
    }

    @Override
    public void updateStatistics(Statistics<?> statistics, int count) {
      long min = page[0];
      long max = page[0];
      for (int at = 1; at < count; at++) {
        min = Math.min(min, page[at]);
        max = Math.max(max, page[at]);
      }
      statistics.updateStats(min);
      statistics.updateStats(max);
    }

    @Override
    public void encode(int count, ByteBuffer bytes) {
      bytes.asLongBuffer().put(page, 0, count);
      bytes.position(bytes.position() + count * Long.BYTES);
    }
  }
}
