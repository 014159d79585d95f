package io.forwardpass.job;

import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;

/** A file system whose classes are not on the class path: Spark brings few of them along. */
final class MissingFileSystem {
  private MissingFileSystem() {}

  /** What is missing and how to get it; empty where the failure is another one. */
  static Optional<String> of(String uri, Throwable thrown) {
    for (Throwable cause : Failure.chain(thrown)) {
      if (cause instanceof UnsupportedFileSystemException
          || cause instanceof ClassNotFoundException) {
        String scheme = String.valueOf(new Path(uri).toUri().getScheme());
        return Optional.of(
            "%s; give spark-submit %s"
                .formatted(
                    JobException.wholeLine(String.valueOf(cause.getMessage())),
                    remedy(scheme.toLowerCase(Locale.ROOT))));
      }
    }
    return Optional.empty();
  }

  private static String remedy(String scheme) {
    return switch (scheme) {
      case "s3a" -> "--packages org.apache.hadoop:hadoop-aws:" + VersionInfo.getVersion();
      case "s3", "s3n" ->
          "a URI of scheme s3a and --packages org.apache.hadoop:hadoop-aws:"
              + VersionInfo.getVersion();
      case "abfs", "abfss", "wasb", "wasbs" ->
          "--packages org.apache.hadoop:hadoop-azure:" + VersionInfo.getVersion();
      case "gs" ->
          "the jar of the GCS connector (com.google.cloud.bigdataoss:gcs-connector) with --jars";
      default -> "the jar of that file system with --jars";
    };
  }
}
