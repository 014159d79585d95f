package io.forwardpass.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;
import scala.jdk.javaapi.CollectionConverters;

/** The first rows of a table, for people. */
record ScoredRows(Dataset<Row> table, int limit) {
  @Override
  public String toString() {
    List<String> header =
        Arrays.stream(table.schema().fields())
            .map(field -> field.name() + (field.dataType() instanceof NumericType ? ">" : ""))
            .toList();
    TextTable text = new TextTable(header);
    for (Row row : table.limit(limit).collectAsList()) {
      List<String> cells = new ArrayList<>();
      for (int column = 0; column < row.length(); column++) {
        cells.add(cell(row.get(column)));
      }
      text.add(cells);
    }
    return text.toString();
  }

  private static String cell(Object value) {
    if (value instanceof Float || value instanceof Double) {
      double number = ((Number) value).doubleValue();
      return number == Math.rint(number)
          ? String.valueOf(value)
          : String.format(Locale.ROOT, "%.4f", number);
    } else if (value instanceof scala.collection.Seq<?> items) {
      return CollectionConverters.asJava(items).stream()
          .map(ScoredRows::cell)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return String.valueOf(value);
  }
}
