package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Reports of real runs are what {@code conf/report.schema.json} says, and it says all of them. */
final class ReportSchemaTest {
  private static final Path FILE = Path.of("conf", "report.schema.json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  @TempDir Path folder;
  private Path output;
  private Path file;

  @BeforeEach
  void choosePlaces() {
    output = folder.resolve("scored");
    file = folder.resolve("report.json");
  }

  private static List<String> faults(Schema schema, String json) {
    return schema
        .validate(
            json,
            InputFormat.JSON,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Error::toString)
        .toList();
  }

  private static List<String> faults(JsonNode report) throws IOException {
    Schema schema = SCHEMAS.getSchema(Files.readString(FILE), InputFormat.JSON);
    return faults(schema, report.toString());
  }

  private JsonNode written(String status) throws IOException {
    JsonNode report = JSON.readTree(file.toFile());
    assertEquals(status, report.at("/status").asText());
    assertEquals(List.of(), faults(report));
    return report;
  }

  private JsonNode succeeded() throws IOException {
    CommandLineRun run = Penguins.score(output, "--on-invalid=null", "--report=" + file);
    assertEquals(0, run.code(), run.err());
    return written("succeeded");
  }

  @Test
  void theSchemaIsADraft202012Schema() throws IOException {
    String meta = JSON.readTree(FILE.toFile()).at("/$schema").asText();
    Schema schema = SCHEMAS.getSchema(SchemaLocation.of(meta));
    assertEquals(List.of(), faults(schema, Files.readString(FILE)));
    assertFalse(faults(schema, "{\"type\": \"objekt\"}").isEmpty());
  }

  @Test
  void aRunThatEndedWell() throws IOException {
    JsonNode report = succeeded();
    assertEquals(2, report.at("/rows/invalid_by_column/bill_length_mm/null").asInt());
    long binned = 0;
    for (JsonNode rows : report.at("/confidence_histogram")) {
      binned += rows.asLong();
    }
    assertEquals(342, binned);
    assertEquals(
        names(JSON.readTree(FILE.toFile()).at("/properties")), names(report), "in this order");
  }

  @Test
  void aRunThatIsComparedWithAProfile() throws IOException {
    Path profile = folder.resolve("profile.json");
    CommandLineRun made =
        CommandLineRun.of(
            "profile",
            "--model=" + Penguins.MODEL,
            "--input=" + Penguins.TABLE,
            "--features=" + Penguins.FEATURES,
            "--labels=Adelie,Chinstrap,Gentoo",
            "--output=" + profile);
    assertEquals(0, made.code(), made.err());
    CommandLineRun run =
        Penguins.score(
            output, "--on-invalid=null", "--profile=" + profile, "--max-psi=1", "--report=" + file);
    assertEquals(0, run.code(), run.err());
    JsonNode report = written("succeeded");
    for (String place :
        List.of(
            "/drift",
            "/drift/model",
            "/drift/features/0",
            "/drift/classes",
            "/drift/run_features/0",
            "/gates/0")) {
      assertClosed(report, place);
    }
    Schema schema =
        SCHEMAS.getSchema(
            Files.readString(Path.of("conf", "profile.schema.json")), InputFormat.JSON);
    JsonNode written = JSON.readTree(profile.toFile());
    assertEquals(List.of(), faults(schema, written.toString()));
    assertDescribed("", JSON.readTree(Path.of("conf", "profile.schema.json").toFile()));
    assertFalse(
        faults(schema, ((ObjectNode) written).put("version", 2).toString()).isEmpty(), "version 2");
  }

  @Test
  void aModelWithoutClasses() throws IOException {
    Path table = folder.resolve("sequences");
    SPARK
        .session()
        .range(4)
        .selectExpr("transform(sequence(0, 5), x -> float(x * 0.1)) x")
        .write()
        .parquet(table.toString());
    CommandLineRun run =
        CommandLineRun.of(
            "score",
            "--model=src/test/resources/goldens/LSTM/open-time/model.keras",
            "--input=" + table,
            "--features=x",
            "--output=" + output,
            "--report=" + file);
    assertEquals(0, run.code(), run.err());
    assertTrue(written("succeeded").at("/mean_confidence").isNull());
  }

  @Test
  void aRunThatFailsOnARow() throws IOException {
    assertEquals(65, Penguins.score(output, "--report=" + file).code());
    assertEquals("3.15.1", written("failed").at("/model/keras_version").asText());
  }

  @Test
  void aRunThatFailsBeforeItReadTheModel() throws IOException {
    Path nowhere = folder.resolve("nowhere.keras");
    CommandLineRun run = Penguins.score(output, "--model=" + nowhere, "--report=" + file);
    assertEquals(66, run.code());
    assertEquals("", written("failed").at("/model/sha256").asText());
  }

  @Test
  void aRunThatLeavesTheOutputAsItWas() throws IOException {
    succeeded();
    assertEquals(0, Penguins.score(output, "--mode=ignore", "--report=" + file).code());
    written("skipped");
  }

  @Test
  void everyPropertyIsNeededAndNoOtherIsTaken() throws IOException {
    JsonNode report = succeeded();
    for (String place :
        List.of("", "/model", "/model/layers/0", "/rows", "/task_seconds", "/versions")) {
      assertClosed(report, place);
    }
  }

  private static void assertClosed(JsonNode report, String place) throws IOException {
    for (String name : names(report.at(place))) {
      JsonNode without = report.deepCopy();
      ((ObjectNode) without.at(place)).remove(name);
      assertEquals(1, faults(without).size(), () -> place + "/" + name + " is needed");
    }
    JsonNode with = report.deepCopy();
    ((ObjectNode) with.at(place)).put("surprise", 1);
    assertEquals(1, faults(with).size(), () -> place + "/surprise is refused");
  }

  @Test
  void whatContradictsItselfIsNoReport() throws IOException {
    ObjectNode report = (ObjectNode) succeeded();
    assertFalse(faults(report.deepCopy().put("status", "failed")).isEmpty(), "without a reason");
    assertFalse(faults(report.deepCopy().put("exit_code", 75)).isEmpty(), "and yet succeeded");
    assertFalse(faults(report.deepCopy().put("status", "fine")).isEmpty(), "an unknown status");
    assertFalse(faults(report.deepCopy().put("ended", "today")).isEmpty(), "no time");
    assertFalse(faults(report.deepCopy().put("batches", -1)).isEmpty(), "fewer than none");
  }

  @Test
  void everyPropertyIsDescribed() throws IOException {
    assertDescribed("", JSON.readTree(FILE.toFile()));
  }

  private static void assertDescribed(String place, JsonNode schema) {
    JsonNode properties = schema.path("properties");
    if (!properties.isMissingNode()) {
      assertEquals("false", schema.path("additionalProperties").asText(), place + " is closed");
      List<String> required = new ArrayList<>();
      schema.path("required").forEach(name -> required.add(name.asText()));
      assertEquals(names(properties), required, place + " is whole");
    }
    for (String name : names(properties)) {
      String description = properties.path(name).path("description").asText();
      assertTrue(description.endsWith("."), () -> place + "/" + name + ": '" + description + "'");
      assertDescribed(place + "/" + name, properties.path(name));
    }
    if (schema.has("items")) {
      assertDescribed(place + "/items", schema.path("items"));
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
