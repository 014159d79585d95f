package io.forwardpass.spark.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much a file holds in memory: a row group. */
final class ColumnarFileTest {
  private static final int BLOCK = 1 << 20;
  private static final int BATCH = 4096;
  private static final int BATCHES = 60;

  private static final StructType TABLE =
      new StructType()
          .add("number", DataTypes.DoubleType)
          .add("float", DataTypes.FloatType, false)
          .add("text", DataTypes.StringType);

  @TempDir Path folder;

  private static Configuration configuration() {
    LocalSpark.session();
    Configuration conf = new Configuration(false);
    ParquetWriteSupport.setSchema(TABLE, conf);
    SQLConf sql = SQLConf.get();
    conf.set(SQLConf.PARQUET_WRITE_LEGACY_FORMAT().key(), "false");
    conf.set(SQLConf.PARQUET_OUTPUT_TIMESTAMP_TYPE().key(), "TIMESTAMP_MICROS");
    conf.set(SQLConf.PARQUET_FIELD_ID_WRITE_ENABLED().key(), "true");
    conf.set(SQLConf.PARQUET_ANNOTATE_VARIANT_LOGICAL_TYPE().key(), "false");
    conf.set(SQLConf.SESSION_LOCAL_TIMEZONE().key(), sql.sessionLocalTimeZone());
    conf.setInt("parquet.block.size", BLOCK);
    conf.setInt("parquet.page.size", BLOCK / 16);
    return conf;
  }

  private static ColumnVector[] batch(Random random) {
    OnHeapColumnVector number = new OnHeapColumnVector(BATCH, DataTypes.DoubleType);
    OnHeapColumnVector single = new OnHeapColumnVector(BATCH, DataTypes.FloatType);
    OnHeapColumnVector text = new OnHeapColumnVector(BATCH, DataTypes.StringType);
    for (int row = 0; row < BATCH; row++) {
      if (random.nextInt(10) == 0) {
        number.putNull(row);
      } else {
        number.putDouble(row, random.nextDouble());
      }
      single.putFloat(row, random.nextFloat());
      byte[] letters = new byte[20];
      random.nextBytes(letters);
      text.putByteArray(row, letters);
    }
    return new ColumnVector[] {number, single, text};
  }

  @Test
  void holdsNoMoreThanARowGroup() throws Exception {
    Configuration conf = configuration();
    Path path = folder.resolve("part-00000-x-c000.parquet");
    Random random = new Random(8);
    long most = 0;
    try (Closing file =
        new Closing(
            new ColumnarFile(
                path.toUri().toString(),
                conf,
                FileSchema.of(conf),
                WriterOptions.of(conf, Set.of())))) {
      for (int batch = 0; batch < BATCHES; batch++) {
        file.file().write(batch(random), 0, BATCH);
        most = Math.max(most, file.file().bufferedBytes());
      }
    }
    assertTrue(most > BLOCK / 2 && most < BLOCK * 1.1, "at most " + most + " bytes were held");
    List<BlockMetaData> rowGroups = Written.footer(path).getBlocks();
    assertTrue(rowGroups.size() > 6, "row groups: " + rowGroups.size());
    assertEquals(
        (long) BATCHES * BATCH, rowGroups.stream().mapToLong(BlockMetaData::getRowCount).sum());
    for (BlockMetaData rowGroup : rowGroups) {
      assertTrue(
          rowGroup.getCompressedSize() < BLOCK * 1.1, "row group: " + rowGroup.getCompressedSize());
    }
  }

  private record Closing(ColumnarFile file) implements AutoCloseable {
    @Override
    public void close() {
      file.close();
    }
  }
}
