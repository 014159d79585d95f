package io.forwardpass.spark.parquet;

import io.forwardpass.spark.batch.LabelVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * The row group that is being filled. How a column is encoded is decided anew for each, from its
 * first rows: labels, literals and numbers that hardly repeat are copied, all else goes through
 * Spark's own writer.
 */
final class RowGroup {

  /** A column that is copied, and its number. */
  private record Copied(int column, CopiedColumn chunk) {}

  private final FileSchema schema;
  private final PageStores pages;
  private final Elsewhere elsewhere;
  private final List<Copied> copied = new ArrayList<>();
  private final Optional<RowColumns> others;
  private long rows;

  /**
   * A row group whose first rows are {@code count} rows of {@code first}, from {@code from} on.
   *
   * @param elsewhere the columns that come from elsewhere when the row group is written
   */
  RowGroup(
      Configuration conf,
      FileSchema schema,
      WriterOptions options,
      PageStores pages,
      Elsewhere elsewhere,
      ColumnVector[] first,
      int from,
      int count) {
    this.schema = schema;
    this.pages = pages;
    this.elsewhere = elsewhere;
    List<Integer> rest = new ArrayList<>();
    for (int column = 0; column < schema.size(); column++) {
      if (elsewhere.columns().contains(schema.name(column))) {
        continue;
      }
      Optional<CopiedColumn> chunk =
          copied(conf, column, options.properties(), first[column], from, count);
      if (chunk.isPresent()) {
        copied.add(new Copied(column, chunk.get()));
      } else {
        rest.add(column);
      }
    }
    this.others =
        rest.isEmpty()
            ? Optional.empty()
            : Optional.of(new RowColumns(conf, options, schema.table(), rest, pages));
  }

  private Optional<CopiedColumn> copied(
      Configuration conf,
      int column,
      ParquetProperties properties,
      ColumnVector first,
      int from,
      int count) {
    if (!schema.isFlat(column) || !ColumnPages.arePossible(properties, schema.descriptor(column))) {
      return Optional.empty();
    }
    ColumnDescriptor leaf = schema.descriptor(column);
    ColumnPages own = new ColumnPages(leaf, properties, pages.getPageWriter(leaf));
    boolean dictionary = properties.isDictionaryEnabled(leaf);
    if (first instanceof LabelVector labels) {
      return dictionary ? Optional.of(new LabelColumn(own, labels.labels())) : Optional.empty();
    } else if (first instanceof LiteralVector literal && dictionary) {
      Object value = StoredValue.of(literal, schema.table().apply(column), conf);
      return LiteralColumn.of(own, literal, value);
    }
    return schema
        .plainType(column)
        .filter(type -> !(dictionary && Sample.repeats(type, first, from, count)))
        .map(type -> new PlainColumn(own, type));
  }

  /** Whether these vectors can be written in the forms that the first ones had. */
  boolean takes(ColumnVector[] vectors) {
    for (Copied column : copied) {
      if (!column.chunk().takes(vectors[column.column()])) {
        return false;
      }
    }
    return true;
  }

  void write(ColumnVector[] vectors, int from, int count) throws IOException {
    for (Copied column : copied) {
      column.chunk().write(vectors[column.column()], from, count);
    }
    others.ifPresent(columns -> columns.write(vectors, from, count));
    rows += count;
  }

  /** Whether the other columns come from there. */
  boolean isFrom(Elsewhere source) {
    return elsewhere.equals(source);
  }

  long rows() {
    return rows;
  }

  /** Bytes held in memory. */
  long bufferedBytes() {
    long bytes = others.map(RowColumns::bufferedBytes).orElse(0L);
    for (Copied column : copied) {
      bytes += column.chunk().bufferedBytes();
    }
    return bytes;
  }

  /** Writes the row group to its file. */
  void flush(ParquetFileWriter file) throws IOException {
    for (Copied column : copied) {
      column.chunk().finish();
    }
    others.ifPresent(RowColumns::finish);
    file.startBlock(rows);
    for (int column = 0; column < schema.size(); column++) {
      String name = schema.name(column);
      if (elsewhere.columns().contains(name)) {
        elsewhere.write(name, file);
      } else {
        pages.write(name, file);
      }
    }
    file.endBlock();
  }

  void close() {
    others.ifPresent(RowColumns::close);
    pages.close();
  }
}
