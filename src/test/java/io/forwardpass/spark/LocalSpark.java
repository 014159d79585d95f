package io.forwardpass.spark;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** The Spark session that tests of this JVM share: four task slots, no UI. */
public final class LocalSpark {
  private LocalSpark() {}

  /** The session that runs; a new one where there was none, or a class of tests has stopped it. */
  public static SparkSession session() {
    SparkSession session =
        SparkSession.builder()
            .master("local[4]")
            .appName("forwardpass-tests")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.warehouse.dir", Path.of("target", "warehouse").toUri().toString())
            .getOrCreate();
    session.sparkContext().setLogLevel("ERROR");
    return session;
  }
}
