package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forwardpass.keras.KerasFile;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.layers.Dense;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of a registry through the commands; the registry is a loopback server's. */
final class RegistryModelTest {
  private static final String CHAMPION = "models:/penguins@champion";

  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  private final RegistryServer registry = new RegistryServer();
  @TempDir Path folder;
  private Path other;
  private Path report;

  /** Two versions, of which the alias names the second, until a test moves it. */
  @BeforeEach
  void registerModels() throws IOException {
    other = folder.resolve("other.keras");
    KerasFile.write(Sequential.seeded(7, Dense.of(3).inputShape(4).activation("softmax")), other);
    registry.register(Files.readAllBytes(Path.of(Penguins.MODEL)));
    registry.register(Files.readAllBytes(other));
    report = folder.resolve("report.json");
  }

  @AfterEach
  void closeRegistry() {
    registry.close();
  }

  private CommandLineRun inspect(String model) {
    return CommandLineRun.of("inspect", "--registry=" + registry.address(), model);
  }

  private CommandLineRun score(String output, String model, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "score",
                "--model=" + model,
                "--set=registry=" + registry.address(),
                "--input=" + Penguins.TABLE,
                "--features=" + Penguins.FEATURES,
                "--set=on-invalid=drop",
                "--keep=id",
                "--output=" + folder.resolve(output)));
    args.addAll(List.of(options));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private List<Row> rows(String output) {
    return SPARK
        .session()
        .read()
        .parquet(folder.resolve(output).toString())
        .orderBy("id")
        .collectAsList();
  }

  private JsonNode written() throws IOException {
    return new ObjectMapper().readTree(report.toFile());
  }

  @Test
  void anAliasIsResolvedToAVersionAndRecorded() throws IOException {
    CommandLineRun run = score("scored", CHAMPION, "--report=" + report);
    assertEquals(0, run.code(), run.err());
    assertEquals("", run.err());
    assertTrue(run.out().startsWith("Model: models:/penguins/2\n"), run.out());
    assertEquals(
        new ObjectMapper()
            .readTree(
                """
                {"name": "penguins", "version": "2", "alias": "champion", "run_id": "run-2",
                 "source": "models:/m-2", "tracking_uri": "%s"}
                """
                    .formatted(registry.address())),
        written().at("/model/registry"));
    assertEquals("models:/penguins/2", written().at("/model/uri").asText());
    assertEquals(CHAMPION, written().at("/options/model").asText());
    assertEquals(0, score("by-file", other.toString()).code());
    assertEquals(rows("by-file"), rows("scored"));
  }

  @Test
  void aVersionIsAModelToo() throws IOException {
    CommandLineRun run = score("scored", "models:/penguins/1", "--report=" + report);
    assertEquals(0, run.code(), run.err());
    assertEquals("1", written().at("/model/registry/version").asText());
    assertEquals("", written().at("/model/registry/alias").asText());
    assertEquals(0, score("by-file", Penguins.MODEL).code());
    assertEquals(rows("by-file"), rows("scored"));
  }

  @Test
  void aRetryScoresWithTheSameVersion() throws IOException {
    registry.point("1");
    registry.breakFile("1");
    CommandLineRun failed = score("scored", CHAMPION, "--report=" + report);
    assertEquals(69, failed.code(), failed.err());
    assertEquals("failed", written().at("/status").asText());
    assertTrue(written().at("/retryable").asBoolean());
    assertEquals("1", written().at("/model/registry/version").asText());

    registry.register(Files.readAllBytes(other));
    registry.breakVersion("1");
    String same =
        "forwardpass: the last run failed with version 1 of 'penguins' and is retried with it, wherever the alias 'champion' points now; to follow the alias, delete its report %s%n"
            .formatted(report);
    failed = score("scored", CHAMPION, "--report=" + report);
    assertEquals(69, failed.code(), failed.err());
    assertTrue(failed.err().startsWith(same), failed.err());
    assertEquals("1", written().at("/model/registry/version").asText());

    registry.serve("1");
    CommandLineRun retried = score("scored", CHAMPION, "--report=" + report);
    assertEquals(same, retried.err());
    assertEquals(0, retried.code());
    assertEquals("1", written().at("/model/registry/version").asText());
    assertEquals(0, score("by-file", Penguins.MODEL).code());
    assertEquals(rows("by-file"), rows("scored"));

    CommandLineRun next = score("scored", CHAMPION, "--report=" + report, "--mode=overwrite");
    assertEquals("", next.err());
    assertEquals("3", written().at("/model/registry/version").asText());
    assertNotEquals(rows("by-file"), rows("scored"));
  }

  @Test
  void onlyARetryKeepsTheVersion() throws IOException {
    registry.point("1");
    CommandLineRun failed = score("scored", CHAMPION, "--report=" + report, "--on-invalid=fail");
    assertEquals(65, failed.code(), failed.err());
    assertEquals("1", written().at("/model/registry/version").asText());
    registry.point("2");
    CommandLineRun mended = score("scored", CHAMPION, "--report=" + report);
    assertEquals("", mended.err());
    assertEquals("2", written().at("/model/registry/version").asText());
  }

  @Test
  void aRetryWithAnotherModelOrRegistryIsNone() throws IOException {
    registry.point("1");
    registry.breakFile("1");
    assertEquals(69, score("scored", CHAMPION, "--report=" + report).code());
    // As if of another registry; Hadoop keeps a checksum beside the file.
    Files.delete(folder.resolve(".report.json.crc"));
    Files.writeString(report, Files.readString(report).replace("127.0.0.1", "localhost"));
    registry.point("2");
    CommandLineRun run = score("scored", CHAMPION, "--report=" + report);
    assertEquals("", run.err());
    assertEquals("2", written().at("/model/registry/version").asText());
  }

  @Test
  void inspectShowsWhatWasResolved() {
    CommandLineRun run = inspect(CHAMPION);
    assertEquals("", run.err());
    assertTrue(run.out().startsWith("Model 'sequential' (models:/penguins/2)"), run.out());
    assertTrue(
        run.out()
            .endsWith(
                """

                Registry  penguins, version 2 (champion)
                Server    %s
                Run       run-2
                Source    models:/m-2
                """
                    .formatted(registry.address())),
        run.out());
    assertEquals(0, run.code());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "models:/pengins@champion | there is no registered model 'pengins' at {}; the nearest is 'penguins' of 2",
        "models:/penguins@chmpion | the registered model 'penguins' at {} has no alias 'chmpion'; it has champion (version 2)",
        "models:/penguins/9 | the registry at {} has no models:/penguins/9; the newest is models:/penguins/2",
      })
  void whatIsNotThereIsNamedWithWhatIs(String model, String message) throws IOException {
    String line = "forwardpass: " + message.replace("{}", registry.address()) + "%n".formatted();
    CommandLineRun inspected = inspect(model);
    assertEquals(line, inspected.err());
    assertEquals(66, inspected.code());
    CommandLineRun scored = score("scored", model, "--report=" + report);
    assertEquals(line, scored.err());
    assertEquals(66, scored.code());
    assertFalse(written().at("/retryable").asBoolean());
    assertEquals("", written().at("/model/registry/version").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING_REGISTRATION, 69, run the same command again",
    "FAILED_REGISTRATION, 66, register the model again"
  })
  void aVersionMustBeReady(String status, int code, String remedy) {
    registry.status("1", status);
    CommandLineRun run = inspect("models:/penguins/1");
    assertEquals(
        "forwardpass: models:/penguins/1 at %s cannot be used yet: its status is %s; %s%n"
            .formatted(registry.address(), status, remedy),
        run.err());
    assertEquals(code, run.code());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "models:/penguins/latest | http://localhost:1 | the model models:/penguins/latest names none of a registry; allowed: models:/name@alias (the version that the alias points to) and models:/name/3 (this version)",
        "models:/penguins@champion | sqlite:///mlflow.db | registry is 'sqlite:///mlflow.db'; allowed: {}",
        "models:/penguins@champion | http://me:s3cret@localhost | registry is 'http://(hidden)@localhost'; allowed: {}",
        "models:/penguins@champion | http://me:s3 cret@localhost | registry is 'http://(hidden)@localhost'; allowed: {}",
        "models:/penguins@champion | http://localhost?token=a | registry is 'http://localhost?(hidden)'; allowed: {}",
        "models:/penguins@champion | localhost:5000 | registry is 'localhost:5000'; allowed: {}",
        "models:/penguins@champion | databricks | registry is 'databricks'; allowed: {}",
      })
  void theCommandLineIsChecked(String model, String address, String message) {
    String allowed =
        "the address of an MLflow tracking server, such as https://mlflow.example.com, without a user or a query; credentials go into MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN";
    CommandLineRun run = CommandLineRun.of("inspect", "--registry=" + address, model);
    assertEquals(
        "forwardpass: " + message.replace("{}", allowed) + System.lineSeparator(), run.err());
    assertEquals(64, run.code());
    if (!address.equals("http://localhost:1")) {
      CommandLineRun scored = score("scored", model, "--registry=" + address, "--report=" + report);
      assertEquals(run.err(), scored.err());
      assertFalse(Files.exists(report), "a report would repeat what may be a password");
    }
  }

  @Test
  void theEnvironmentNamesARegistryToo() {
    RegistryModel model =
        RegistryModel.of(CHAMPION, "", "", Map.of("MLFLOW_TRACKING_URI", registry.address()));
    assertEquals("2", model.version().version());
    assertEquals(
        "the model models:/penguins@champion is one of a registry, and no registry is named; give the address of the MLflow tracking server with --registry, or in the environment variable MLFLOW_TRACKING_URI",
        assertThrows(JobException.class, () -> RegistryModel.of(CHAMPION, "", "", Map.of()))
            .getMessage());
  }

  @Test
  void aRegisteredModelHasItsWeights() {
    CommandLineRun run = score("scored", CHAMPION, "--weights=w.h5");
    assertEquals(
        "forwardpass: --weights w.h5 cannot be used with the model models:/penguins@champion, as a registered model has its weights; leave them out%n"
            .formatted(),
        run.err());
    assertEquals(64, run.code());
  }
}
