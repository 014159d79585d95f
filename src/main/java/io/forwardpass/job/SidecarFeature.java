package io.forwardpass.job;

import com.typesafe.config.ConfigUtil;
import io.forwardpass.spark.ColumnName;
import io.forwardpass.spark.batch.Range;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/**
 * A feature as a model's sidecar describes it.
 *
 * @param name as for {@code --features}
 * @param type as Spark writes it; empty for any that a feature may have
 */
record SidecarFeature(String name, String type, Range range) {

  /** The type as Spark writes it; empty where it reads it otherwise. */
  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  static Optional<String> type(String text) {
    try {
      return Optional.of(DataType.fromDDL(text).catalogString());
    } catch (Exception notAType) {
      return Optional.empty();
    }
  }

  /** The name that Spark finds this feature's column by, without a length behind it. */
  static Optional<String> column(String name, Dataset<Row> table) {
    return ColumnName.find(table, name).or(() -> ColumnName.find(table, withoutLength(name)));
  }

  /**
   * Whether both mean one column: case does not count, nor a length that one of them does not say,
   * nor the backquotes of a plain name.
   */
  static boolean same(String one, String other) {
    String a = CommaList.unquote(one);
    String b = CommaList.unquote(other);
    return a.equalsIgnoreCase(b)
        || withoutLength(a).equalsIgnoreCase(b)
        || a.equalsIgnoreCase(withoutLength(b));
  }

  static String withoutLength(String name) {
    return name.replaceAll("\\[\\d+]$", "");
  }

  /**
   * Throws where the table has this column with a type of other values; a missing one is for the
   * scorer.
   */
  void check(Dataset<Row> table, String sidecar) {
    Optional<String> column = column(name, table);
    if (type.isEmpty() || column.isEmpty()) {
      return;
    }
    DataType received = table.select(column.get()).schema().apply(0).dataType();
    if (!becomesTheSame(DataType.fromDDL(type), received)) {
      throw JobException.sidecarType(sidecar, name, type, received.catalogString());
    }
  }

  /** Whether the model gets the same floats: of numbers of whatever type, and of arrays of them. */
  private static boolean becomesTheSame(DataType asked, DataType received) {
    if (asked instanceof ArrayType one && received instanceof ArrayType other) {
      return becomesTheSame(one.elementType(), other.elementType());
    }
    return (asked instanceof NumericType && received instanceof NumericType)
        || asked.catalogString().equals(received.catalogString());
  }

  /** As the sidecar has it. */
  String text() {
    StringBuilder text = new StringBuilder("{ name = " + ConfigUtil.quoteString(name));
    if (!type.isEmpty()) {
      text.append(", type = ").append(ConfigUtil.quoteString(type));
    }
    if (!range.equals(Range.ANY)) {
      text.append(", range = ").append(range);
    }
    return text + " }";
  }
}
