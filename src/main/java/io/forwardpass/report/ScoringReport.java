package io.forwardpass.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What happened in one run of {@code score}. In JSON, names are in snake case, times in ISO 8601
 * and UTC, and a number that does not exist (the mean confidence of no rows) is {@code null}.
 *
 * @param exitCode the process' own; it may not survive the way to the scheduler
 * @param message what went wrong, in one line; empty where nothing did
 * @param retryable whether the same command may succeed when it is run again
 * @param applicationId Spark's; empty where the run ended before Spark started
 * @param options all options in force by key, secrets hidden
 * @param gates those that were set, and how the rows did
 * @param classes how many rows were predicted as each label
 * @param meanConfidence the mean of the largest probability; NaN where there is none
 * @param seconds wall time by phase of the driver
 * @param taskSeconds time by kind of work, summed over tasks
 * @param rowsPerSecond rows in, over the seconds of scoring and writing
 */
public record ScoringReport(
    Status status,
    int exitCode,
    String message,
    boolean retryable,
    Instant started,
    Instant ended,
    String applicationId,
    Model model,
    Map<String, String> options,
    Rows rows,
    List<Gate> gates,
    Map<String, Long> classes,
    double meanConfidence,
    long partitions,
    long batches,
    long modelLoads,
    Map<String, Double> seconds,
    Map<String, Double> taskSeconds,
    double rowsPerSecond,
    Map<String, String> versions) {

  /** How a run ended. */
  public enum Status {
    SUCCEEDED,
    /** The output existed, and {@code --mode ignore} left it as it was. */
    SKIPPED,
    FAILED
  }

  /**
   * The model, as far as it could be read.
   *
   * @param classes the labels in the order of the outputs; empty where the model has no classes
   * @param droppedLayers layers that only training notices
   */
  public record Model(
      String uri,
      String sha256,
      long bytes,
      String format,
      String kerasVersion,
      long parameters,
      List<LayerLine> layers,
      List<String> droppedLayers,
      List<String> classes) {

    public Model {
      layers = List.copyOf(layers);
      droppedLayers = List.copyOf(droppedLayers);
      classes = List.copyOf(classes);
    }

    /** A model of which no more than the place is known. */
    public static Model unread(String uri) {
      return new Model(uri, "", 0, "", "", 0, List.of(), List.of(), List.of());
    }
  }

  /** One layer of the model. */
  public record LayerLine(
      String name, String className, List<Integer> outputShape, long parameters) {
    public LayerLine {
      outputShape = List.copyOf(outputShape);
    }
  }

  /**
   * Rows, counted.
   *
   * @param in rows that came in, after the filter
   * @param scored rows that got a prediction
   * @param invalid rows that could not be scored
   * @param out rows that were written
   * @param invalidByColumn the invalid rows by column, then by reason
   */
  public record Rows(
      long in,
      long scored,
      long invalid,
      long out,
      Map<String, ? extends Map<String, Long>> invalidByColumn) {

    public static final Rows NONE = new Rows(0, 0, 0, 0, Map.of());
  }

  /**
   * What the rows had to keep to as a whole.
   *
   * @param name the option's key
   */
  public record Gate(String name, double limit, double value, boolean passed) {}

  public String json() {
    try {
      return MAPPER.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a file starts as {@link #json} does; no more of it is read. */
  public static boolean isReport(InputStream file) throws IOException {
    try (JsonParser json = MAPPER.createParser(file)) {
      return json.nextToken() == JsonToken.START_OBJECT
          && "status".equals(json.nextFieldName())
          && json.nextTextValue() != null
          && "exit_code".equals(json.nextFieldName())
          && json.nextToken() == JsonToken.VALUE_NUMBER_INT
          && "message".equals(json.nextFieldName());
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addSerializer(Double.class, new FiniteOrNull())
                  .addSerializer(Double.TYPE, new FiniteOrNull())
                  .addSerializer(Status.class, new LowerCase()))
          .build();

  private static final class FiniteOrNull extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
  }

  private static final class LowerCase extends JsonSerializer<Status> {
    @Override
    public void serialize(Status status, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(status.name().toLowerCase(java.util.Locale.ROOT));
    }
  }
}
