package io.forwardpass.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.forwardpass.registry.LoopbackServer.Request;
import io.forwardpass.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Right answers and wrong ones; src/test/python/registry.py asks MLflow itself. */
final class TrackingServerTest {
  private static final String API = "/api/2.0/mlflow/";
  private static final String ALIAS = API + "registered-models/alias?name=penguins&alias=champion";
  private static final String DOWNLOAD =
      API + "model-versions/get-download-uri?name=penguins&version=3";
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts";
  private static final ModelUri CHAMPION = new ModelUri.Alias("penguins", "champion");
  private static final String VERSION_3 =
      """
      {"model_version": {"name": "penguins", "version": "3", "creation_timestamp": 1764000000000,
       "current_stage": "None", "source": "models:/m-1", "run_id": "f00", "status": "READY",
       "aliases": ["champion"]}}
      """;
  private static final ModelVersion THIRD =
      new ModelVersion("penguins", "3", "f00", "models:/m-1", "READY");

  /** Three tries, and no test waits long for a server that is silent. */
  private static final Patience SHORT =
      new Patience(Duration.ofMillis(300), List.of(Duration.ZERO, Duration.ZERO));

  private final LoopbackServer server = LoopbackServer.start();
  private Patience patience = SHORT;

  @AfterEach
  void stop() {
    server.close();
  }

  private TrackingServer tracking() {
    return new TrackingServer(server.address(), Credentials.none(), patience);
  }

  private RegistryException assertRefused(Kind kind, String message) {
    RegistryException refusal =
        assertThrows(RegistryException.class, () -> tracking().find(CHAMPION));
    assertEquals(message.replace("{}", server.address().toString()), refusal.getMessage());
    assertEquals(kind, refusal.kind());
    return refusal;
  }

  @Test
  void anAliasPointsToAVersion() {
    server.on(ALIAS, 200, VERSION_3);
    assertEquals(Optional.of(THIRD), tracking().find(CHAMPION));
    assertEquals("models:/penguins/3", THIRD.uri().toString());
  }

  @Test
  void namesAreEncoded() {
    String name = "a b&c=d#é/f+g";
    // A blank is a plus in a query, which the loopback server does not decode.
    server.on(
        API + "model-versions/get?name=" + name.replace(' ', '+') + "&version=3", 200, VERSION_3);
    assertEquals(Optional.of(THIRD), tracking().find(new ModelUri.Version(name, "3")));
  }

  @Test
  void theServerMayLieInAFolderOfItsHost() {
    server.on("/ml" + ALIAS, 200, VERSION_3);
    URI address = URI.create(server.address() + "/ml//");
    TrackingServer tracking = new TrackingServer(address, Credentials.none(), SHORT);
    assertEquals(server.address() + "/ml", tracking.address());
    assertEquals(Optional.of(THIRD), tracking.find(CHAMPION));
  }

  @ParameterizedTest
  @CsvSource({"404, RESOURCE_DOES_NOT_EXIST", "400, INVALID_PARAMETER_VALUE"})
  void whatIsNotThereIsEmpty(int status, String code) {
    server.on(
        ALIAS, status, "{\"error_code\": \"%s\", \"message\": \"not found\"}".formatted(code));
    assertEquals(Optional.empty(), tracking().find(CHAMPION));
  }

  @Test
  void aModelHasAliasesAndANewestVersion() {
    server.on(
        API + "registered-models/get?name=penguins",
        200,
        """
        {"registered_model": {"name": "penguins",
         "latest_versions": [{"version": "9"}, {"version": "10"}, {"version": "2"}],
         "aliases": [{"alias": "next", "version": "10"}, {"alias": "champion", "version": "9"}]}}
        """);
    server.on(
        API + "registered-models/get?name=new", 200, "{\"registered_model\": {\"name\": \"new\"}}");
    RegisteredModel model = tracking().model("penguins").orElseThrow();
    assertEquals(Map.of("champion", "9", "next", "10"), model.aliases());
    assertEquals("10", model.newest());
    assertEquals("", tracking().model("new").orElseThrow().newest());
  }

  @Test
  void credentialsAreSent() {
    server.on(ALIAS, 200, VERSION_3);
    Credentials token = Credentials.of(Map.of("MLFLOW_TRACKING_TOKEN", "t0ken"));
    assertTrue(new TrackingServer(server.address(), token, SHORT).find(CHAMPION).isPresent());
    assertEquals(List.of(new Request(ALIAS, "Bearer t0ken")), server.requests());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void whoMayNotReadIsTold(int status) {
    server.on(ALIAS, status, "You are not authenticated.\nPlease  see the docs");
    assertRefused(
        Kind.UNREADABLE,
        "the registry refuses {}%s (HTTP %d): You are not authenticated. Please see the docs; set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, to those of a user who may read the model"
            .formatted(ALIAS, status));
    assertEquals(1, server.requests().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void aServerInTroubleIsAskedThreeTimes(int status) {
    server.on(ALIAS, status, "{\"error_code\": \"INTERNAL_ERROR\", \"message\": \"no disk\"}");
    assertRefused(
        Kind.UNAVAILABLE,
        "the registry fails at {}%s (HTTP %d): no disk; run the same command again"
            .formatted(ALIAS, status));
    assertEquals(3, server.requests().size());
  }

  @Test
  void aServerThatRecoversIsEnough() {
    AtomicInteger asked = new AtomicInteger();
    HttpHandler busy = LoopbackServer.answer(503, "busy");
    HttpHandler well = LoopbackServer.answer(200, VERSION_3);
    server.on(ALIAS, exchange -> (asked.incrementAndGet() < 3 ? busy : well).handle(exchange));
    assertEquals(Optional.of(THIRD), tracking().find(CHAMPION));
  }

  @Test
  void aSilentServerIsNotWaitedFor() {
    server.on(ALIAS, TrackingServerTest::sleep);
    assertRefused(
        Kind.UNAVAILABLE,
        "the registry does not answer at {}%s: nothing came for 300 ms (tried 3 times); run the same command again, or check the address"
            .formatted(ALIAS));
  }

  @Test
  void norOneThatFallsSilent() {
    server.on(
        ALIAS,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          sleep(exchange);
        });
    RegistryException refusal =
        assertThrows(RegistryException.class, () -> tracking().find(CHAMPION));
    assertTrue(refusal.getMessage().contains("nothing came for 300 ms"), refusal.getMessage());
  }

  @Test
  void aSlowServerIsWaitedForAsLongAsItGoesOn() {
    server.on(
        ALIAS,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          for (String line : VERSION_3.split("(?<=\n)", -1)) {
            exchange.getResponseBody().write(line.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            pause(200);
          }
        });
    assertEquals(Optional.of(THIRD), tracking().find(CHAMPION));
  }

  private static void sleep(HttpExchange exchange) {
    pause(60_000);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is closing
    }
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    server.close();
    assertRefused(
        Kind.UNAVAILABLE,
        "the registry does not answer at {}%s: no connection (tried 3 times); run the same command again, or check the address"
            .formatted(ALIAS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>hello</html>", "[1, 2]", "{\"model_version\": ", "{}", "7"})
  void whatIsNoAnswerOfMlflowIsRefused(String body) {
    server.on(ALIAS, 200, body);
    RegistryException refusal =
        assertThrows(RegistryException.class, () -> tracking().find(CHAMPION));
    assertEquals(Kind.UNREADABLE, refusal.kind());
    assertTrue(
        refusal
            .getMessage()
            .startsWith(
                "%s%s does not answer as an MLflow tracking server of version 2.3 or newer: "
                    .formatted(server.address(), ALIAS)),
        refusal.getMessage());
  }

  @Test
  void anotherPageOfTheHostIsNoSuchServer() {
    assertRefused(
        Kind.UNREADABLE,
        "{}%s does not answer as an MLflow tracking server of version 2.3 or newer: HTTP 404; check the address of --registry"
            .formatted(ALIAS));
  }

  @Test
  void redirectionsAreNotFollowed() {
    server.on(
        ALIAS,
        exchange -> {
          exchange.getResponseHeaders().add("Location", "https://elsewhere.example/login");
          exchange.sendResponseHeaders(302, -1);
        });
    assertRefused(
        Kind.UNREADABLE,
        "the registry sends us from {}%s to 'https://elsewhere.example/login'; give the address that it means with --registry"
            .formatted(ALIAS));
  }

  @Test
  void anAnswerWithoutEndIsCutOff() {
    // A busy host may need a while for what it takes in.
    patience = new Patience(Duration.ofMinutes(1), List.of(Duration.ZERO, Duration.ZERO));
    server.on(
        ALIAS,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
          for (int part = 0; part < 1 << 14; part++) {
            exchange.getResponseBody().write(blanks);
          }
        });
    assertRefused(
        Kind.UNREADABLE,
        "the answer of {}%s is too long: it has more than 16,777,216 bytes".formatted(ALIAS));
    assertEquals(1, server.requests().size());
  }

  @Test
  void aModelComesFromTheServersOwnFiles() throws IOException {
    server.on(DOWNLOAD, 200, "{\"artifact_uri\": \"mlflow-artifacts:/1/models/m-1/artifacts\"}");
    model("/1/models/m-1/artifacts", "keras: {data: data, save_exported_model: false}");
    String folder = tracking().folder(THIRD);
    assertEquals("mlflow-artifacts:/1/models/m-1/artifacts", folder);
    assertArrayEquals(new byte[] {1, 2, 3}, tracking().kerasFile(folder, new Configuration()));
  }

  @Test
  void aLoggedModelIsLookedUp() {
    server.on(DOWNLOAD, 200, "{\"artifact_uri\": \"models:/m-1\"}");
    server.on(
        API + "logged-models/m-1",
        200,
        "{\"model\": {\"info\": {\"model_id\": \"m-1\", \"artifact_uri\": \"s3://b/m-1\"}}}");
    assertEquals("s3://b/m-1", tracking().folder(THIRD));
  }

  @Test
  void pathsAreEncoded() throws IOException {
    model("/1/a b%20c/d?e", "keras: {data: data}");
    assertArrayEquals(
        new byte[] {1, 2, 3},
        tracking().kerasFile("mlflow-artifacts:/1/a b%20c/d?e", new Configuration()));
  }

  @Test
  void anotherServerGetsNoCredentials() throws IOException {
    try (LoopbackServer registry = LoopbackServer.start()) {
      model("/1/m", "keras: {data: data}");
      Credentials token = Credentials.of(Map.of("MLFLOW_TRACKING_TOKEN", "t0ken"));
      TrackingServer tracking = new TrackingServer(registry.address(), token, SHORT);
      String folder = "mlflow-artifacts://" + server.address().getAuthority() + "/1/m";
      assertArrayEquals(new byte[] {1, 2, 3}, tracking.kerasFile(folder, new Configuration()));
      assertEquals(List.of(), registry.requests());
      assertTrue(server.requests().stream().allMatch(request -> request.authorization().isEmpty()));
    }
  }

  @Test
  void aDownloadThatBreaksOffIsNoModel() {
    model("/1/m", "keras: {data: data}");
    server.on(
        FILES + "/1/m/data/model.keras",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
        });
    RegistryException refusal =
        assertThrows(
            RegistryException.class,
            () -> tracking().kerasFile("mlflow-artifacts:/1/m", new Configuration()));
    assertEquals(Kind.UNAVAILABLE, refusal.kind());
  }

  /** A model's folder, with a file of three bytes, as the server shows it. */
  private void model(String folder, String flavors) {
    String path = folder.substring(1);
    server.on(
        FILES + "?path=" + path.replace(' ', '+'),
        200,
        "{\"files\": [{\"path\": \"MLmodel\", \"is_dir\": false, \"file_size\": 9},"
            + " {\"path\": \"data\", \"is_dir\": true}]}");
    server.on(FILES + folder + "/MLmodel", 200, "flavors: {" + flavors + "}");
    server.on(
        FILES + "?path=" + (path + "/data").replace(' ', '+'),
        200,
        "{\"files\": [{\"path\": \"data/model.keras\", \"is_dir\": false, \"file_size\": 3}]}");
    server.on(
        FILES + folder + "/data/model.keras", LoopbackServer.answer(200, new byte[] {1, 2, 3}));
  }

  @Test
  void aStoreOfHadoopsIsReadByHadoop(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("MLmodel"), "flavors: {keras: {data: data}}");
    Files.write(Files.createDirectory(folder.resolve("data")).resolve("model.h5"), new byte[] {4});
    for (String uri : List.of(folder.toString(), folder.toUri().toString(), "file://" + folder)) {
      assertArrayEquals(new byte[] {4}, tracking().kerasFile(uri, new Configuration()), uri);
    }
    assertEquals(List.of(), server.requests());
  }

  @Test
  void s3IsS3aWhereHadoopKnowsNoOther() {
    IOException failure =
        assertThrows(
            IOException.class, () -> tracking().kerasFile("s3://b/m", new Configuration()));
    assertTrue(failure.getMessage().contains("S3AFileSystem"), failure.getMessage());
    Configuration native3 = new Configuration();
    native3.set("fs.s3.impl", "com.example.Emrfs");
    failure = assertThrows(IOException.class, () -> tracking().kerasFile("s3://b/m", native3));
    assertTrue(failure.getMessage().contains("com.example.Emrfs"), failure.getMessage());
  }

  @Test
  void aWebSiteIsNoStore() {
    RegistryException refusal =
        assertThrows(
            RegistryException.class,
            () -> tracking().kerasFile("https://example.com/m", new Configuration()));
    assertEquals(
        "the model is stored at https://example.com/m, where its files cannot be listed; allowed: the tracking server's own store (mlflow-artifacts:), and the file systems of Hadoop",
        refusal.getMessage());
  }
}
