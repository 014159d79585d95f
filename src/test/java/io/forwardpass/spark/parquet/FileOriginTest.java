package io.forwardpass.spark.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.apache.parquet.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileOriginTest {
  private static final Map<String, String> SPARKS =
      Map.of("org.apache.spark.version", "4.1.0", "org.apache.spark.sql.parquet.row.metadata", "");

  /** As files have it that these writers made. */
  @ParameterizedTest
  @CsvSource({
    "true, parquet-mr version 1.16.0 (build 402c3810c372d29603e181771acebfecc71bef61)",
    "true, parquet-mr version 1.13.1 (build db4183109d5b734ec5930d870cdae161e408ddba)",
    "true, parquet-mr version 1.12.1 (build 2a5c06c58fa987f85aa22170be14d927d5ff6e7d)",
    "false, parquet-mr version 1.12.0 (build db75a6815f2ba1d1ee89d1a90aeb296f1f3a8f20)",
    "false, parquet-mr version 1.10.1 (build a89df8f9932b6ef6633d06069e50c9b7970bebd1)",
    "false, parquet-mr version 1.6.0 (build 6aa21f8776625b5fa6b18059cfebe7549f2e00cb)",
    "false, parquet-mr version 1.99.0 (build 402c3810c372d29603e181771acebfecc71bef61)",
    "false, parquet-mr version 1.13.1-amzn-3 (build db4183109d5b734ec5930d870cdae161e408ddba)",
    "false, parquet-mr version 1.10.99.7.1.7.0-551 (build 2f2a2f)",
    "false, parquet-mr version 1.13.0rc2-SNAPSHOT (build ddb469afac70404ea63b72ed2f07a911a8592ff7)",
    "false, parquet-mr version 1.13.1+cdh (build ddb469)",
    "false, parquet-mr",
    "false, parquet-mr version",
    "false, parquet-mr compatible Photon version 0.2 (build 12.2)",
    "false, parquet-cpp-arrow version 26.0.1",
    "false, parquet-cpp-velox version 0.0.0",
    "false, DuckDB version v2.0.0 (build 1234567890)",
    "false, Polars",
    "false, fastparquet-python version 2026.9.0 (build 0)",
    "false, parquet-rs version 57.0.0",
    "false, ''",
    "false,"
  })
  void believesReleasesOfParquetJava(boolean sparks, String createdBy) {
    assertEquals(sparks, new FileOrigin(createdBy, SPARKS).isSpark());
  }

  @Test
  void believesItsOwnParquet() {
    assertTrue(new FileOrigin(Version.FULL_VERSION, SPARKS).isSpark());
  }

  /** Hive, Iceberg, Flink and others write with the same library, and by settings of their own. */
  @Test
  void doesNotBelieveOtherUsersOfTheLibrary() {
    assertFalse(
        new FileOrigin(Version.FULL_VERSION, Map.of("writer.model.name", "avro")).isSpark());
  }

  /** Parquet's rewriter copies chunks and says whose they are. */
  @Test
  void doesNotBelieveWhatWasRewritten() {
    Map<String, String> rewritten =
        Map.of(
            "org.apache.spark.version",
            "4.1.0",
            "original.created.by",
            "parquet-cpp-arrow version 26.0.1");
    assertFalse(new FileOrigin(Version.FULL_VERSION, rewritten).isSpark());
  }
}
