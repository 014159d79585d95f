package io.forwardpass.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.forwardpass.evaluation.Evaluation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What happened in one run of {@code score}. In JSON, names are in snake case, times in ISO 8601
 * and UTC, and a number that does not exist (the mean confidence of no rows) is {@code null}.
 *
 * @param exitCode the process' own; it may not survive the way to the scheduler
 * @param message what went wrong, in one line; empty where nothing did
 * @param retryable whether the same command may succeed when it is run again
 * @param started also the {@code scored_at} of the rows
 * @param runId a UUID, or what the scheduler gave
 * @param applicationId Spark's; empty where the run ended before Spark started
 * @param options all options in force by key, secrets hidden
 * @param expectations those with a policy, and how the rows did
 * @param skippedFiles input files that could not be read, and were left out
 * @param gates those that were set, and how the rows did; empty where none were counted
 * @param classes how many rows were predicted as each label
 * @param meanConfidence the mean of the largest probability; NaN where there is none
 * @param confidenceHistogram how many rows have their largest probability in each of 20 bins of
 *     equal width from 0 to 1, the last with 1 in it; empty where the model has no classes
 * @param drift how far the run is from a reference profile
 * @param evaluation how the predictions compare with the true labels, where there are some
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
    String runId,
    String applicationId,
    Model model,
    Map<String, String> options,
    Rows rows,
    List<Expectation> expectations,
    List<SkippedFile> skippedFiles,
    List<Gate> gates,
    Map<String, Long> classes,
    double meanConfidence,
    List<Long> confidenceHistogram,
    DriftReport drift,
    Evaluation evaluation,
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
   * @param name the file's, without its ending; empty where it could not be read
   * @param classes the labels in the order of the outputs; empty where the model has no classes
   * @param droppedLayers layers that only training notices
   * @param registry where a registry had the model
   */
  public record Model(
      String name,
      String uri,
      String sha256,
      long bytes,
      String format,
      String kerasVersion,
      long parameters,
      List<LayerLine> layers,
      List<String> droppedLayers,
      List<String> classes,
      Registry registry) {

    public Model {
      layers = List.copyOf(layers);
      droppedLayers = List.copyOf(droppedLayers);
      classes = List.copyOf(classes);
    }

    /** A model of which no more than the place is known. */
    public static Model unread(String uri) {
      return new Model("", uri, "", 0, "", "", 0, List.of(), List.of(), List.of(), Registry.NONE);
    }

    /** The same model, from a registry. */
    public Model from(Registry registry) {
      return new Model(
          name,
          uri,
          sha256,
          bytes,
          format,
          kerasVersion,
          parameters,
          layers,
          droppedLayers,
          classes,
          registry);
    }
  }

  /**
   * The version of a registered model; all texts are empty for a model that is a file of the
   * user's.
   *
   * @param alias what the user named it by; empty where he gave the version's number
   * @param runId the run that logged it; empty where the registry knows none
   * @param source where it was registered from, as the registry writes it
   * @param trackingUri the registry's server
   */
  public record Registry(
      String name, String version, String alias, String runId, String source, String trackingUri) {
    public static final Registry NONE = new Registry("", "", "", "", "", "");

    private static Registry of(JsonNode json) {
      return new Registry(
          json.path("name").asText(),
          json.path("version").asText(),
          json.path("alias").asText(),
          json.path("run_id").asText(),
          json.path("source").asText(),
          json.path("tracking_uri").asText());
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
   * @param quarantined the invalid rows that are in the quarantine
   * @param out rows that were written
   * @param invalidByColumn those of the invalid rows that are so for a feature, by its column, then
   *     by reason
   * @param outputNotFinite the others: an output of the model is not finite
   */
  public record Rows(
      long in,
      long scored,
      long invalid,
      long quarantined,
      long out,
      Map<String, ? extends Map<String, Long>> invalidByColumn,
      long outputNotFinite) {

    public static final Rows NONE = new Rows(0, 0, 0, 0, 0, Map.of(), 0);
  }

  /** A file of the input whose rows did not come in. */
  public record SkippedFile(String file, String reason) {}

  /**
   * What was expected of a feature's values.
   *
   * @param expectation {@code not null}, {@code finite}, {@code range} or {@code allowed values}
   * @param detail the range, or the values; empty for the others
   * @param policy {@code expect}, {@code drop}, {@code quarantine}, {@code fail} or {@code impute}
   * @param rows that were not scored for not meeting it; a row counts once, for the first of its
   *     gravest faults
   * @param values that did not meet it and were scored as they are, or replaced
   */
  public record Expectation(
      String feature, String expectation, String detail, String policy, long rows, long values) {}

  /**
   * What the rows had to keep to as a whole.
   *
   * @param name the option's key
   * @param where the value was found: a feature, or the predicted classes; empty where it is of all
   *     rows
   */
  public record Gate(String name, double limit, double value, boolean passed, String where) {}

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

  /**
   * The version that a run's report names, if the run failed and may succeed when it is run again.
   *
   * @param file a report
   * @param model the run's option of that name
   */
  public static Optional<Registry> toRetry(InputStream file, String model) throws IOException {
    JsonNode report = tree(file);
    Registry registry = Registry.of(report.at("/model/registry"));
    boolean failed =
        report.path("status").asText().equals(LowerCase.text(Status.FAILED))
            && report.path("retryable").asBoolean()
            && report.at("/options/model").asText().equals(model);
    return failed && !registry.version().isEmpty() ? Optional.of(registry) : Optional.empty();
  }

  /** More is no report of ours, or one whose end is not looked at. */
  private static final int LARGEST_READ = 64 << 20;

  private static JsonNode tree(InputStream file) throws IOException {
    try {
      return MAPPER.readTree(file.readNBytes(LARGEST_READ));
    } catch (JsonProcessingException e) {
      return MAPPER.missingNode(); // half a report says nothing
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
      json.writeString(text(status));
    }

    static String text(Status status) {
      return status.name().toLowerCase(Locale.ROOT);
    }
  }
}
