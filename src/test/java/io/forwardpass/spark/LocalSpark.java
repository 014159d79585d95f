package io.forwardpass.spark;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** One Spark session for all tests of this JVM: four task slots, no UI. */
public final class LocalSpark {
  private static final SparkSession SESSION =
      SparkSession.builder()
          .master("local[4]")
          .appName("forwardpass-tests")
          .config("spark.ui.enabled", "false")
          .config("spark.sql.shuffle.partitions", "2")
          .config("spark.sql.warehouse.dir", Path.of("target", "warehouse").toUri().toString())
          .getOrCreate();

  static {
    SESSION.sparkContext().setLogLevel("ERROR");
  }

  private LocalSpark() {}

  public static SparkSession session() {
    return SESSION;
  }
}
