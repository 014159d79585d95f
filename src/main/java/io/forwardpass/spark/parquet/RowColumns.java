package io.forwardpass.spark.parquet;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * The columns of a row group that are written value by value, by Spark's own writer and with
 * Parquet's own dictionaries: nested ones, strings, and all whose stored form differs from the
 * vector's. It reads rows through views of the vectors.
 */
final class RowColumns {
  private final ParquetWriteSupport rows = new ParquetWriteSupport();
  private final ColumnWriteStore columns;
  private final RecordConsumer records;
  private final List<Integer> fields;

  /**
   * Columns of a row group.
   *
   * @param schema the whole table's
   * @param fields the numbers of the columns written here
   */
  RowColumns(
      Configuration conf,
      WriterOptions options,
      StructType schema,
      List<Integer> fields,
      PageStores pages) {
    this.fields = List.copyOf(fields);
    StructType part = new StructType();
    for (int field : fields) {
      part = part.add(schema.fields()[field]);
    }
    Configuration own = new Configuration(conf);
    ParquetWriteSupport.setSchema(part, own);
    MessageType stored = rows.init(own).getSchema();
    this.columns = options.properties().newColumnWriteStore(stored, pages, pages);
    this.records =
        new ColumnIOFactory(options.validating()).getColumnIO(stored).getRecordWriter(columns);
    rows.prepareForWrite(records);
  }

  void write(ColumnVector[] vectors, int from, int count) {
    ColumnVector[] part = new ColumnVector[fields.size()];
    for (int column = 0; column < part.length; column++) {
      part[column] = vectors[fields.get(column)];
    }
    ColumnarBatch view = new ColumnarBatch(part, from + count);
    for (int row = from; row < from + count; row++) {
      rows.write(view.getRow(row));
    }
  }

  long bufferedBytes() {
    return columns.getBufferedSize();
  }

  void finish() {
    records.flush();
    columns.flush();
  }

  void close() {
    columns.close();
  }
}
