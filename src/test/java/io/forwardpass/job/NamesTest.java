package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.forwardpass.spark.ColumnName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "a, a",
    "a.b, a",
    "`a.b`, a.b",
    "`a``b`.c, a`b",
    "h`x, hx",
    "`h``x`, h`x",
    "a b.c, a b"
  })
  void aNameStartsAtAColumn(String name, String root) {
    assertEquals(root, ColumnName.root(name));
  }

  @Test
  void columnsAreFoundAsSparkFindsThem() {
    assertEquals(Optional.of("Id"), ColumnName.in(List.of("Id", "x"), "ID"));
    assertEquals("`a``b`", ColumnName.quoted("a`b"));
  }

  @Test
  void aTableOfTextIsAligned() {
    TextTable table = new TextTable(List.of("Layer", "Weights>"));
    table.add(List.of("a", "1"));
    table.add(List.of("dense_1", "1,234"));
    assertEquals("Layer    Weights\na              1\ndense_1    1,234\n", table.toString());
  }
}
