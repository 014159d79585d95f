package io.forwardpass.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The versions of what is running. */
final class Versions {
  private Versions() {}

  static String forwardpass() {
    return built().getProperty("forwardpass");
  }

  static Map<String, String> all() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("forwardpass", forwardpass());
    versions.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    versions.put("java", System.getProperty("java.version"));
    versions.put("scala", scala.util.Properties.versionNumberString());
    versions.put("nd4j", built().getProperty("nd4j"));
    return versions;
  }

  private static Properties built() {
    Properties built = new Properties();
    try (InputStream file = Versions.class.getResourceAsStream("versions.properties")) {
      built.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return built;
  }
}
