package io.forwardpass.spark.catalyst;

import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/** Columns of a plan, found by identity: names may repeat. */
final class Attributes {
  private Attributes() {}

  /** Where a column stands among others, if it does. */
  static OptionalInt ordinal(Attribute column, List<Attribute> columns) {
    for (int ordinal = 0; ordinal < columns.size(); ordinal++) {
      if (columns.get(ordinal).exprId().equals(column.exprId())) {
        return OptionalInt.of(ordinal);
      }
    }
    return OptionalInt.empty();
  }

  static boolean contains(List<Attribute> columns, Attribute column) {
    return ordinal(column, columns).isPresent();
  }
}
