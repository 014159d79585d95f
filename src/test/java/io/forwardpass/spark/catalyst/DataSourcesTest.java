package io.forwardpass.spark.catalyst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DataSourcesTest {
  @ParameterizedTest
  @CsvSource({
    "parquet, true",
    "CSV, true",
    "jdbc, true",
    "noop, true",
    "org.apache.spark.sql.execution.datasources.orc.OrcFileFormat, true",
    "avro, false",
    "parquett, false"
  })
  void aFormatIsLookedUpWithoutASession(String format, boolean known) {
    assertEquals(known, DataSources.isKnown(format));
  }
}
