package io.forwardpass.spark.parquet;

/** What a failure and its causes say. */
final class Failures {
  private Failures() {}

  static String said(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause).append('\n');
    }
    return text.toString();
  }
}
