package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
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
        select *, timestamp(ds) + interval 10 hours at from values
          (1, date'2026-11-21', 7, 'a b', 1.50, 10),
          (2, date'2026-11-22', 7, 'a', 1.50, 20),
          (3, date'2026-11-22', 12, 'b', 2.25, 20),
          (4, date'2026-11-30', 7, 'a', 10.00, 30),
          (5, date'2026-12-01', 8, '1..2', 1.50, 40),
          (6, null, null, null, null, null),
          (7, date'2027-01-01', 20, 'it\\'s \\\\ odd', 0.00, 50),
          (8, null, null, ' x ', null, null),
          (9, null, null, '', null, null),
          (10, null, null, '__HIVE_DEFAULT_PARTITION__', null, null),
          (11, null, null, 'a,b=c/d%20`e`', null, null)
        as t(id, ds, hour, `the name`, amount, `k=v`)
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
        "ds=__HIVE_DEFAULT_PARTITION__ | 6 8 9 10 11",
        "ds= 2026-11-22 .. 2026-12-01 | 2 3 4",
        "ds=2026-12-1 | 5",
        "amount=1.5 | 1 2 5",
        "amount=2..10 | 3",
        "'`the name`=a b' | 1",
        "'`the name`=it''s \\\\ odd' | 7",
        "ds=2020-01-01 | ''",
        "`k=v`=20 | 2 3",
        "'\"`the name`= x \"' | 8",
        "'\"`the name`=` x `\"' | 8",
        "'\"`the name`=x\"' | ''",
        "`the name`=`` | 9",
        "`the name`=`1..2` | 5",
        "`the name`=1..2 | 5",
        "`the name`=``..`b` | 1 2 4 5 8 11",
        "`the name`=__HIVE_DEFAULT_PARTITION__ | 6 9 10",
        "`the name`=`__HIVE_DEFAULT_PARTITION__` | 10",
        "'\"`the name`=a,b=c/d%20`e`\"' | 11",
        "'\"`the name`=`a,b=c/d%20``e```\"' | 11",
        "amount=1.500 | 1 2 5",
        "at=2026-11-22..2026-11-23 | 2 3",
        "at=2026-11-22 10:00 | 2 3",
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
  @ValueSource(
      strings = {
        "ds",
        "=1",
        "ds=",
        "ds=1..",
        "ds=..2",
        "ds= .. ",
        "`ds`",
        "`ds=1",
        "ds= ",
        "ds=`1",
        "ds=`1`2",
        "ds=1..2..3",
        "ds=`1`..",
        "`ds`x=1",
        "``=1",
        "a`b=1"
      })
  void whatIsNeitherAValueNorARangeIsRefused(String text) {
    JobException refused = assertThrows(JobException.class, () -> slice("\"" + text + "\""));
    assertEquals(
        "partition (--set) is '[%s]'; allowed: COLUMN=VALUE, or COLUMN=FROM..TO for the values up to and without TO; a value that is empty, blank or holds .. stands in backquotes"
            .formatted(text),
        refused.getMessage());
    assertEquals(ExitCode.USAGE, refused.code());
  }

  private static Config none() {
    return ConfigFactory.empty();
  }

  private static String terms(Settings settings) {
    return Slice.of(settings).terms().stream()
        .map(
            term ->
                term.column()
                    + "="
                    + term.from().orElse("null")
                    + term.to().map(to -> ".." + to).orElse(""))
        .collect(Collectors.joining("; "));
  }

  /** On the command line each is one; a text is a list, which backquotes keep together. */
  @Test
  void aValueIsTakenAsItIsFromEveryPlace() {
    assertEquals(
        "k= x ; l=a,b; m=c",
        terms(
            Settings.of(
                Map.of(ScoreOption.PARTITION, List.of("k= x ", "l=a,b", "m=`c`")),
                List.of(),
                none())));
    assertEquals("k= x ", terms(Settings.of(Map.of(), List.of("partition=k= x "), none())));
    assertEquals(
        "k= x ; l=1", terms(Settings.of(Map.of(), List.of("partition = k= x ,l=1"), none())));
    assertEquals(
        "k=a,b; l=..", terms(Settings.of(Map.of(), List.of("partition=k=`a,b`,l=`..`"), none())));
    assertEquals(
        "k=a,b ; l=",
        terms(Settings.of(Map.of(), List.of("partition=[\"k=a,b \", \"l=``\"]"), none())));
    assertEquals(
        "k=a,b ; l= ..c",
        terms(
            Settings.of(
                Map.of(),
                List.of(),
                ConfigFactory.parseString("partition = [\"k=a,b \", \"l=` `..c\"]"))));
    assertEquals(
        "k= x ",
        terms(
            Settings.of(Map.of(), List.of(), ConfigFactory.parseString("partition = \"k= x \""))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "day=2026-11-22 | --partition names the column 'day', which the table does not have; it has 7: id, ds, hour, the name, amount, k=v, at",
        "ds=tomorrow | --partition names the column 'ds', which is of type date, which has no value 'tomorrow'; give values of a column of numbers, texts, dates or times",
        "hour=1..noon | --partition names the column 'hour', which is of type int, which has no value 'noon'; give values of a column of numbers, texts, dates or times",
        "ds=2026-11 | --partition gives the column 'ds' the value '2026-11', which is no day; a month or a year is a range, such as ds=2026-11-01..2026-12-01",
        "ds=2026..2027 | --partition gives the column 'ds' the value '2026', which is no day; a month or a year is a range, such as ds=2026-11-01..2026-12-01",
        "ds=2026-11-22T23:00 | --partition names the column 'ds', which is of type date, which has no value '2026-11-22T23:00'; give values of a column of numbers, texts, dates or times",
        "amount=1.504 | --partition names the column 'amount', which is of type decimal(4,2), which has no value '1.504'; give values of a column of numbers, texts, dates or times",
        "at=2026-11-22 | --partition gives the column 'at' the value '2026-11-22', which is the midnight of that day alone; a day is a range, such as at=2026-11-22..2026-11-23",
        "hour=12..7 | --partition gives the column 'hour' the range 12..7, which holds no value; give FROM..TO with FROM before TO, which is not part of it",
        "hour=07..7 | --partition gives the column 'hour' the range 07..7, which holds no value; give FROM..TO with FROM before TO, which is not part of it",
      })
  void whatTheTableDoesNotHaveIsRefused(String text, String message) {
    Slice slice = slice("\"" + text + "\"");
    JobException refused =
        assertThrows(JobException.class, () -> slice.check(SPARK.session(), table().schema()));
    assertEquals(message, refused.getMessage());
    assertEquals(ExitCode.CONFIG, refused.code());
  }

  /** Spark writes rows with such a text into the folder of null. */
  @ParameterizedTest
  @ValueSource(strings = {"", "__HIVE_DEFAULT_PARTITION__"})
  void aValueWithoutAFolderOfItsOwnIsRefused(String value) {
    Slice slice = slice("\"`the name`=`" + value + "`\"");
    slice.check(SPARK.session(), table().schema());
    JobException refused =
        assertThrows(JobException.class, () -> slice.checkFolders(table().schema()));
    assertEquals(
        "--partition gives the column 'the name' the value '%s', whose rows are written into the folder of those without a value; give the name=__HIVE_DEFAULT_PARTITION__ for both"
            .formatted(value),
        refused.getMessage());
    slice("\"`the name`=__HIVE_DEFAULT_PARTITION__\"").checkFolders(table().schema());
    slice("\"hour=1\"").checkFolders(table().schema());
  }
}
