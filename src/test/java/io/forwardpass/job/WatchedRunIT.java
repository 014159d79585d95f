package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others see of a run while it works: its log, and its metrics. */
final class WatchedRunIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int COPIES = 2000;
  private static final long ROWS = 20L * COPIES;

  private static final Pattern METRIC =
      Pattern.compile(
          "metrics_forwardpass_driver_plugin_io_forwardpass_spark_MetricsPlugin_(\\w+)_Value\\{[^}]*} ([0-9.E-]+)");

  @TempDir Path folder;

  /** The JSON among the lines; no other line may come between. */
  private static List<JsonNode> events(String output) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : output.lines().toList()) {
      if (line.startsWith("{")) {
        events.add(JSON.readTree(line));
      } else {
        // spark-submit speaks before the job, and the summary stands behind it.
        assertTrue(
            events.isEmpty() || line.matches("(Rows|Speed|Output|Report|Page|  \\w+): .*"), line);
      }
    }
    return events;
  }

  private static List<String> messages(List<JsonNode> events, String level) {
    return events.stream()
        .filter(event -> event.path("level").asText().equals(level))
        .map(event -> event.path("msg").asText())
        .toList();
  }

  @Test
  void everyLineOfTheLogIsAnObject() throws Exception {
    List<JsonNode> events;
    List<String> score =
        List.of(
            "score", "--config", "jobs/penguins.conf", "--log-format", "json", "--run-id", "r-1");
    List<String> options = new ArrayList<>(score);
    options.addAll(List.of("--output", folder.resolve("scored").toString(), "--verbose"));
    try (Submission job = Submission.start(List.of("--master", "local[2]"), options)) {
      assertEquals(0, job.exitCode(), job.output());
      events = events(job.output());
    }
    assertTrue(events.size() > 20, "only " + events.size() + " lines");
    for (JsonNode event : events) {
      assertEquals("r-1", event.path("run_id").asText(), event.toString());
      assertEquals(
          "data-samples/penguins/penguins.keras", event.path("model").asText(), event.toString());
    }
    // Those of a task say which, among them the one that built the model.
    List<JsonNode> loads =
        events.stream()
            .filter(event -> event.path("logger").asText().endsWith(".SharedNetworks"))
            .toList();
    assertEquals(1, loads.size());
    assertTrue(loads.get(0).path("partition").asText().matches("\\d+"), loads.toString());

    options = new ArrayList<>(score);
    options.addAll(List.of("--output", folder.resolve("other").toString(), "--on-invalid=fail"));
    try (Submission job = Submission.start(List.of("--master", "local[2]"), options)) {
      assertEquals(65, job.exitCode(), job.output());
      List<String> errors = messages(events(job.output()), "ERROR");
      assertEquals(1, errors.size(), errors.toString());
      assertTrue(errors.get(0).contains("'bill_length_mm'"), errors.toString());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Map<String, Double> metrics(int port) throws InterruptedException {
    Map<String, Double> metrics = new TreeMap<>();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics/prometheus/"))
            .build();
    try {
      String page =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
      Matcher metric = METRIC.matcher(page);
      while (metric.find()) {
        metrics.put(metric.group(1), Double.parseDouble(metric.group(2)));
      }
    } catch (IOException notYet) {
      // The page comes with Spark.
    }
    return metrics;
  }

  @Test
  void prometheusReadsWhatEachExecutorHasScored() throws Exception {
    Path input = folder.resolve("animals");
    ManyAnimals.write(input, COPIES, 8);
    int port = freePort();
    List<String> command = new ArrayList<>(List.of("jobs/spark-submit"));
    command.addAll(List.of("--master", "local-cluster[2,1,1024]"));
    command.addAll(List.of("--conf", "spark.executor.memory=768m"));
    command.addAll(List.of("--conf", "spark.ui.port=" + port));
    command.addAll(List.of("--conf", "spark.metrics.namespace=forwardpass"));
    command.addAll(
        List.of(
            "--conf",
            "spark.metrics.conf.*.sink.prometheusServlet.class=org.apache.spark.metrics.sink.PrometheusServlet",
            "--conf",
            "spark.metrics.conf.*.sink.prometheusServlet.path=/metrics/prometheus"));
    command.add(Submission.JAR.toString());
    command.addAll(ManyAnimals.scoreOptions(input, folder.resolve("scored")));
    // It goes on until it is stopped, so that its page stays there.
    command.addAll(List.of("--incremental", "--continuous", "1s"));
    command.addAll(List.of("--checkpoint", folder.resolve("checkpoint").toString()));
    Map<String, Double> metrics = Map.of();
    try (Submission job = Submission.start(command)) {
      while (job.running() && metrics.getOrDefault("total_rows", 0.0) < ROWS) {
        Thread.sleep(500);
        metrics = metrics(port);
      }
      assertTrue(job.running(), job.output());
    }
    assertEquals(ROWS, metrics.get("total_rows"), metrics.toString());
    assertEquals(
        ROWS,
        metrics.getOrDefault("executor_0_rows", 0.0) + metrics.getOrDefault("executor_1_rows", 0.0),
        metrics.toString());
    assertEquals(0, metrics.get("total_invalid_rows"), metrics.toString());
    assertTrue(metrics.get("total_batches") >= 8, metrics.toString());
    assertTrue(metrics.get("total_forward_seconds") > 0, metrics.toString());
    assertTrue(metrics.get("total_model_loads") <= 2, metrics.toString());
  }
}
