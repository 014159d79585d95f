package io.forwardpass.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout.EventTemplateAdditionalField;
import org.apache.spark.SparkConf;

/**
 * Makes the log of this JVM's console one object of JSON a line, whatever its layout was; files and
 * levels stay as they are configured.
 *
 * @see <a
 *     href="https://logging.apache.org/log4j/2.x/manual/json-template-layout.html">JsonTemplateLayout</a>
 */
final class JsonLayout {
  /** Spark's own configuration, where the user has none. */
  private static final String DEFAULTS = "org/apache/spark/log4j2-defaults.properties";

  private JsonLayout() {}

  /**
   * Does nothing where another library than Log4j prints the log.
   *
   * @param level of the log, where the user configured none
   */
  static void install(String runId, String model, String level) {
    // Spark configures its log where it first speaks, and would undo this then.
    new SparkConf().initializeLogIfNecessary(false, true);
    if (!(LogManager.getContext(false) instanceof LoggerContext context)) {
      return;
    }
    Configuration configuration = context.getConfiguration();
    if (String.valueOf(configuration.getConfigurationSource().getLocation()).endsWith(DEFAULTS)) {
      Configurator.setRootLevel(Level.valueOf(level));
    }
    Configurator.setLevel(JsonLayout.class.getPackageName(), Level.INFO);
    Appender json =
        ConsoleAppender.newBuilder()
            .setName("forwardpass-json")
            .setTarget(ConsoleAppender.Target.SYSTEM_ERR)
            .setLayout(layout(configuration, runId, model))
            .setConfiguration(configuration)
            .build();
    json.start();
    for (LoggerConfig logger : configuration.getLoggers().values()) {
      for (Appender appender : List.copyOf(logger.getAppenders().values())) {
        if (appender instanceof ConsoleAppender) {
          logger.removeAppender(appender.getName());
          logger.addAppender(json, null, null);
        }
      }
    }
    context.updateLoggers();
  }

  private static JsonTemplateLayout layout(
      Configuration configuration, String runId, String model) {
    return JsonTemplateLayout.newBuilder()
        .setConfiguration(configuration)
        .setEventTemplate(template())
        .setEventTemplateAdditionalFields(
            new EventTemplateAdditionalField[] {field("run_id", runId), field("model", model)})
        .build();
  }

  private static String template() {
    try (InputStream file = JsonLayout.class.getResourceAsStream("log-event.json")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EventTemplateAdditionalField field(String key, String value) {
    return EventTemplateAdditionalField.newBuilder()
        .setKey(key)
        .setValue(value)
        .setFormat(EventTemplateAdditionalField.Format.STRING)
        .build();
  }
}
