package io.forwardpass.job;

import io.forwardpass.registry.LoopbackServer;
import java.util.ArrayList;
import java.util.List;

/** A tracking server with the registered model penguins, as far as a run asks it. */
final class RegistryServer implements AutoCloseable {
  private static final String API = "/api/2.0/mlflow/";
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts";
  private static final String ABSENT =
      "{\"error_code\": \"%s\", \"message\": \"Registered model alias not found.\"}";

  private final LoopbackServer server = LoopbackServer.start();
  private final List<byte[]> models = new ArrayList<>();

  RegistryServer() {
    server.on(
        API + "registered-models/search?max_results=1000",
        200,
        "{\"registered_models\": [{\"name\": \"penguins\"}, {\"name\": \"wine\"}]}");
    server.on(API + "registered-models/get?name=pengins", 404, absent("RESOURCE_DOES_NOT_EXIST"));
    server.on(
        API + "registered-models/alias?name=pengins&alias=champion",
        404,
        absent("RESOURCE_DOES_NOT_EXIST"));
    server.on(
        API + "registered-models/alias?name=penguins&alias=chmpion",
        400,
        absent("INVALID_PARAMETER_VALUE"));
    server.on(
        API + "model-versions/get?name=penguins&version=9", 404, absent("RESOURCE_DOES_NOT_EXIST"));
  }

  private static String absent(String code) {
    return ABSENT.formatted(code);
  }

  String address() {
    return server.address().toString();
  }

  /** Registers the next version, logged by mlflow.keras, and points the alias champion to it. */
  void register(byte[] model) {
    models.add(model);
    serve(newest());
    point(newest());
  }

  private String newest() {
    return Integer.toString(models.size());
  }

  /** Answers all about a version, whatever was broken before. */
  void serve(String version) {
    byte[] model = models.get(Integer.parseInt(version) - 1);
    String root = "1/models/m-" + version + "/artifacts";
    server.on(
        API + "model-versions/get-download-uri?name=penguins&version=" + version,
        200,
        "{\"artifact_uri\": \"mlflow-artifacts:/%s\"}".formatted(root));
    server.on(
        API + "model-versions/get?name=penguins&version=" + version, 200, modelVersion(version));
    files(root, "MLmodel");
    server.on(FILES + "/" + root + "/MLmodel", 200, "flavors: {keras: {data: data}}");
    files(root + "/data", "model.keras");
    server.on(FILES + "/" + root + "/data/model.keras", LoopbackServer.answer(200, model));
  }

  private void files(String folder, String name) {
    server.on(
        FILES + "?path=" + folder,
        200,
        "{\"files\": [{\"path\": \"%s\", \"is_dir\": false}]}".formatted(name));
  }

  private static String modelVersion(String version) {
    return """
    {"model_version": {"name": "penguins", "version": "%s", "source": "models:/m-%s",
     "run_id": "run-%s", "status": "READY"}}
    """
        .formatted(version, version, version);
  }

  /** Moves the alias. */
  void point(String version) {
    server.on(
        API + "registered-models/alias?name=penguins&alias=champion", 200, modelVersion(version));
    server.on(
        API + "registered-models/get?name=penguins",
        200,
        """
        {"registered_model": {"name": "penguins", "latest_versions": [{"version": "%s"}],
         "aliases": [{"alias": "champion", "version": "%s"}]}}
        """
            .formatted(newest(), version));
  }

  void status(String version, String status) {
    server.on(
        API + "model-versions/get?name=penguins&version=" + version,
        200,
        modelVersion(version).replace("READY", status));
  }

  void breakFile(String version) {
    server.on(FILES + "/1/models/m-" + version + "/artifacts/data/model.keras", 503, "no store");
  }

  void breakVersion(String version) {
    server.on(API + "model-versions/get?name=penguins&version=" + version, 503, "no database");
  }

  @Override
  public void close() {
    server.close();
  }
}
