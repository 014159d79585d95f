package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SliceTest {
  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  private static Slice slice(String items) {
    return Slice.of(
        Settings.of(Map.of(), List.of("partition=[" + items + "]"), ConfigFactory.empty()));
  }

  /** Six rows; each condition is counted by hand. */
  private static Dataset<Row> table() {
    return SPARK
        .session()
        .sql(
            """
        select * from values
          (1, date'2026-11-21', 7, 'a b', 1.50),
          (2, date'2026-11-22', 7, 'a', 1.50),
          (3, date'2026-11-22', 12, 'b', 2.25),
          (4, date'2026-11-30', 7, 'a', 10.00),
          (5, date'2026-12-01', 8, '1..2', 1.50),
          (6, null, null, null, null),
          (7, date'2027-01-01', 20, 'it\\'s \\\\ odd', 0.00)
        as t(id, ds, hour, `the name`, amount)
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ds=2026-11-22 | 2 3",
        "DS=2026-11-22 | 2 3",
        "ds=2026-11-22..2026-12-01 | 2 3 4",
        "'\"ds=2026-11-21\", \"ds=2026-11-30\"' | 1 4",
        "'ds=2026-11-22, hour=7' | 2",
        "hour=07 | 1 2 4",
        "hour=7..12 | 1 2 4 5",
        "hour=12..7 | ''",
        "amount=1.5 | 1 2 5",
        "amount=2..10 | 3",
        "'`the name`=a b' | 1",
        "'`the name`=it''s \\\\ odd' | 7",
        "ds=2020-01-01 | ''",
      })
  void itsRowsAreThoseOfTheValuesAndRanges(String items, String ids) {
    Slice slice = slice(items.lines().map(SliceTest::quoted).toList().get(0));
    Dataset<Row> table = table();
    slice.check(SPARK.session(), table.schema());
    List<String> found =
        table.filter(slice.condition(table.schema())).orderBy("id").collectAsList().stream()
            .map(row -> row.get(0).toString())
            .toList();
    assertEquals(ids, String.join(" ", found));
  }

  private static String quoted(String items) {
    return items.startsWith("\"") ? items : "\"" + items.replace(", ", "\", \"") + "\"";
  }

  @ParameterizedTest
  @ValueSource(strings = {"ds", "=1", "ds=", "ds=1..", "ds=..2", "ds= .. "})
  void whatIsNeitherAValueNorARangeIsRefused(String text) {
    JobException refused = assertThrows(JobException.class, () -> slice("\"" + text + "\""));
    assertEquals(
        "partition (--set) is '[%s]'; allowed: COLUMN=VALUE, or COLUMN=FROM..TO for the values up to and without TO"
            .formatted(text),
        refused.getMessage());
    assertEquals(ExitCode.USAGE, refused.code());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "day=2026-11-22 | --partition names the column 'day', which the table does not have; it has 5: id, ds, hour, the name, amount",
        "ds=tomorrow | --partition names the column 'ds', which is of type date, which has no value 'tomorrow'; give values of a column of numbers, texts, dates or times",
        "hour=1..noon | --partition names the column 'hour', which is of type int, which has no value 'noon'; give values of a column of numbers, texts, dates or times",
      })
  void whatTheTableDoesNotHaveIsRefused(String text, String message) {
    Slice slice = slice("\"" + text + "\"");
    JobException refused =
        assertThrows(JobException.class, () -> slice.check(SPARK.session(), table().schema()));
    assertEquals(message, refused.getMessage());
    assertEquals(ExitCode.CONFIG, refused.code());
  }
}
