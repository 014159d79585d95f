package io.forwardpass.job;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The Spark that a class of tests shares with the command: opened before them in the place of any
 * other, stopped behind.
 */
final class EmbeddedSpark implements BeforeAllCallback, AfterAllCallback {
  private SparkSession session;

  @Override
  public void beforeAll(ExtensionContext context) {
    SparkSession.getDefaultSession().foreach(EmbeddedSpark::stop);
    session = open();
  }

  /** The Spark of this JVM, of two task slots where there was none. */
  static SparkSession open() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.log.level", "ERROR")
        .config("spark.sql.shuffle.partitions", 2)
        .getOrCreate();
  }

  private static Void stop(SparkSession session) {
    session.stop();
    return null;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    session.stop();
  }

  SparkSession session() {
    return session;
  }
}
