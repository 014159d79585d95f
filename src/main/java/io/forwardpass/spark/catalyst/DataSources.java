package io.forwardpass.spark.catalyst;

import org.apache.spark.sql.execution.datasources.DataSource;
import org.apache.spark.sql.internal.SQLConf;

/** The sources and sinks that Spark finds on its class path. */
public final class DataSources {
  private DataSources() {}

  /** Whether there is a source or sink of this name, a short one or a class's; none is opened. */
  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  public static boolean isKnown(String format) {
    try {
      DataSource.lookupDataSource(format, SQLConf.get());
      return true;
    } catch (Exception notFound) {
      return false;
    }
  }
}
