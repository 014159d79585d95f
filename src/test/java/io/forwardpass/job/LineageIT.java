package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What OpenLineage's own listener makes of a run. */
final class LineageIT {
  private static final Set<String> FEATURES = Set.of(Penguins.FEATURES.split(","));

  @TempDir Path folder;

  private static Path listener() throws Exception {
    try (Stream<Path> jars = Files.list(Path.of(System.getProperty("forwardpass.lineage")))) {
      return jars.findFirst().orElseThrow();
    }
  }

  private List<JsonNode> completed(Path output) throws Exception {
    Path events = folder.resolve("events.json");
    List<String> spark =
        List.of(
            "--master",
            "local[2]",
            "--jars",
            listener().toString(),
            "--conf",
            "spark.extraListeners=io.openlineage.spark.agent.OpenLineageSparkListener",
            "--conf",
            "spark.openlineage.transport.type=file",
            "--conf",
            "spark.openlineage.transport.location=" + events);
    List<String> score =
        List.of("score", "--config", "jobs/penguins.conf", "--output", output.toString());
    try (Submission job = Submission.start(spark, score)) {
      assertEquals(0, job.exitCode(), job.output());
    }
    List<JsonNode> completed = new ArrayList<>();
    for (String line : Files.readAllLines(events)) {
      JsonNode event = new ObjectMapper().readTree(line);
      if (event.path("eventType").asText().equals("COMPLETE")
          && event.at("/outputs/0").isObject()) {
        completed.add(event);
      }
    }
    return completed;
  }

  @Test
  void namesTheTablesAndWhereEachColumnComesFrom() throws Exception {
    Path output = folder.resolve("scored");
    List<JsonNode> completed = completed(output);
    assertEquals(1, completed.size());
    JsonNode event = completed.get(0);
    assertEquals(1, event.path("inputs").size());
    assertEquals(
        Path.of(Penguins.TABLE).toAbsolutePath().toString(), event.at("/inputs/0/name").asText());
    assertEquals(1, event.path("outputs").size());
    assertEquals(output.toString(), event.at("/outputs/0/name").asText());
    Map<String, Set<String>> sources = new TreeMap<>();
    for (Map.Entry<String, JsonNode> column :
        event.at("/outputs/0/facets/columnLineage/fields").properties()) {
      Set<String> from = new TreeSet<>();
      column
          .getValue()
          .path("inputFields")
          .forEach(field -> from.add(field.path("field").asText()));
      sources.put(column.getKey(), from);
    }
    assertEquals(
        Map.of(
            "id",
            Set.of("id"),
            "species",
            Set.of("species"),
            "probability_Adelie",
            FEATURES,
            "probability_Chinstrap",
            FEATURES,
            "probability_Gentoo",
            FEATURES,
            "prediction",
            FEATURES),
        sources);
  }
}
