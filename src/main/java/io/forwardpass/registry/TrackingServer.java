package io.forwardpass.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.forwardpass.registry.RegistryException.Kind;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * An MLflow tracking server with its model registry, by MLflow's REST API 2.0. Only what changes
 * nothing is asked.
 *
 * <p>All methods throw {@link RegistryException} where the server gives no answer of use.
 */
public final class TrackingServer {
  /** More than any answer about one model, or one page of names. */
  static final int LONGEST_ANSWER = 16 << 20;

  private static final int LONGEST_REASON = 300;

  private static final String API = "/api/2.0/mlflow/";

  /** What MLflow's registry takes in one page. */
  private static final int NAMES = 1000;

  private static final JsonMapper JSON = new JsonMapper();

  /** What MLflow says where there is no such model, version or alias. */
  private static final Set<String> ABSENT =
      Set.of("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE");

  private final String address;
  private final Http http;

  /**
   * @param address an http or https URL without user, query and fragment
   */
  public TrackingServer(URI address, Credentials credentials) {
    this(address, credentials, Patience.USUAL);
  }

  TrackingServer(URI address, Credentials credentials, Patience patience) {
    this.address = address.toString().replaceAll("/+$", "");
    this.http = new Http(credentials, patience);
  }

  /** Without a slash at its end. */
  public String address() {
    return address;
  }

  /** The version that an alias points to now, or the one of a number; empty where there is none. */
  public Optional<ModelVersion> find(ModelUri uri) {
    URI question =
        uri instanceof ModelUri.Alias alias
            ? endpoint("registered-models/alias", "name", alias.name(), "alias", alias.alias())
            : version("model-versions/get", (ModelUri.Version) uri);
    return find(question).map(answer -> modelVersion(question, answer.path("model_version")));
  }

  private URI version(String endpoint, ModelUri.Version uri) {
    return endpoint(endpoint, "name", uri.name(), "version", uri.version());
  }

  private static ModelVersion modelVersion(URI question, JsonNode json) {
    if (text(json, "name").isEmpty() || text(json, "version").isEmpty()) {
      throw notMlflow(question, "it has no model_version");
    }
    return new ModelVersion(
        text(json, "name"),
        text(json, "version"),
        text(json, "run_id"),
        text(json, "source"),
        json.path("status").asText(ModelVersion.READY));
  }

  /** Empty where there is no model of this name. */
  public Optional<RegisteredModel> model(String name) {
    return find(endpoint("registered-models/get", "name", name))
        .map(answer -> answer.path("registered_model"))
        .map(TrackingServer::registeredModel);
  }

  private static RegisteredModel registeredModel(JsonNode json) {
    SortedMap<String, String> aliases = new TreeMap<>();
    for (JsonNode alias : json.path("aliases")) {
      aliases.put(text(alias, "alias"), text(alias, "version"));
    }
    String newest = "";
    for (JsonNode latest : json.path("latest_versions")) {
      String version = text(latest, "version");
      newest = newest.isEmpty() || isNewer(version, newest) ? version : newest;
    }
    return new RegisteredModel(text(json, "name"), aliases, newest);
  }

  private static boolean isNewer(String one, String other) {
    return one.matches("\\d+")
        && other.matches("\\d+")
        && new BigInteger(one).compareTo(new BigInteger(other)) > 0;
  }

  /** The names of the registered models; of very many, the first thousand. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    find(endpoint("registered-models/search", "max_results", Integer.toString(NAMES)))
        .ifPresent(
            answer -> {
              for (JsonNode model : answer.path("registered_models")) {
                names.add(text(model, "name"));
              }
            });
    return names;
  }

  /**
   * Where MLflow stored a version's files. MLflow 3 registers logged models ({@code
   * models:/m-...}), and a server that leaves such a name in its answer is asked once more.
   */
  public String folder(ModelVersion version) {
    URI question = version("model-versions/get-download-uri", version.uri());
    String uri = required(question, "artifact_uri");
    if (!uri.startsWith("models:/m-")) {
      return uri;
    }
    URI logged = endpoint("logged-models/" + encoded(uri.substring("models:/".length())));
    return find(logged)
        .map(answer -> text(answer.path("model").path("info"), "artifact_uri"))
        .filter(found -> !found.isEmpty())
        .orElseThrow(() -> notMlflow(logged, "it has no artifact_uri"));
  }

  private String required(URI question, String field) {
    return find(question)
        .map(answer -> text(answer, field))
        .filter(found -> !found.isEmpty())
        .orElseThrow(() -> notMlflow(question, "it has no " + field));
  }

  /**
   * The Keras file of the model that MLflow stored in a folder.
   *
   * @param folder as {@link #folder} gives it: at this server, or at any URI that Hadoop can read
   * @throws IOException if Hadoop cannot read it
   */
  public byte[] kerasFile(String folder, Configuration hadoop) throws IOException {
    return new LoggedModel(folder, artifacts(folder, hadoop)).kerasFile();
  }

  private Artifacts artifacts(String folder, Configuration hadoop) throws IOException {
    if (ProxiedArtifacts.areAt(folder)) {
      return ProxiedArtifacts.of(folder, this, http);
    } else if (folder.startsWith("http:") || folder.startsWith("https:")) {
      throw new RegistryException(
          Kind.UNREADABLE,
          "the model is stored at %s, where its files cannot be listed; allowed: the tracking server's own store (mlflow-artifacts:), and the file systems of Hadoop"
              .formatted(folder));
    }
    return FileArtifacts.of(folder, hadoop);
  }

  /**
   * @param parameters names and values, in turn
   */
  private URI endpoint(String name, String... parameters) {
    return URI.create(address + API + name + query(parameters));
  }

  /**
   * @param parameters names and values, in turn
   */
  static String query(String... parameters) {
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    for (int index = 0; index < parameters.length; index += 2) {
      query.add(parameters[index] + "=" + encoded(parameters[index + 1]));
    }
    return query.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Optional<JsonNode> find(URI question) {
    return json(question, http.get(question, LONGEST_ANSWER));
  }

  /** The object that a server answered; empty where it says that there is none. */
  static Optional<JsonNode> json(URI question, Http.Answer answer) {
    JsonNode json = parsed(answer.body());
    if (answer.status() == 200 && json.isObject()) {
      return Optional.of(json);
    } else if ((answer.status() == 404 || answer.status() == 400)
        && ABSENT.contains(text(json, "error_code"))) {
      return Optional.empty();
    }
    throw refusal(question, answer);
  }

  /** What an answer other than the one asked for means. */
  static RegistryException refusal(URI question, Http.Answer answer) {
    String said = said(answer.body());
    String reason = said.isEmpty() ? "" : ": " + said;
    if (answer.status() == 401 || answer.status() == 403) {
      return new RegistryException(
          Kind.UNREADABLE,
          "the registry refuses %s (HTTP %s)%s; set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, to those of a user who may read the model"
              .formatted(question, answer.status(), reason));
    } else if (answer.isBusy()) {
      return new RegistryException(
          Kind.UNAVAILABLE,
          "the registry fails at %s (HTTP %s)%s; run the same command again"
              .formatted(question, answer.status(), reason));
    } else if (answer.status() / 100 == 3) {
      return new RegistryException(
          Kind.UNREADABLE,
          "the registry sends us from %s to '%s'; give the address that it means with --registry"
              .formatted(question, answer.location()));
    }
    return notMlflow(question, "HTTP %s%s".formatted(answer.status(), reason));
  }

  /** The message of MLflow's JSON, or a plain text; a page for browsers says nothing in a line. */
  private static String said(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    JsonNode json = parsed(body);
    String message = json.isMissingNode() && !text.startsWith("<") ? text : text(json, "message");
    String line = message.strip().replaceAll("\\s+", " ");
    return line.substring(0, Math.min(LONGEST_REASON, line.length()));
  }

  private static RegistryException notMlflow(URI question, String received) {
    return new RegistryException(
        Kind.UNREADABLE,
        "%s does not answer as an MLflow tracking server of version 2.3 or newer: %s; check the address of --registry"
            .formatted(question, received));
  }

  private static JsonNode parsed(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  /** A field's text; empty where there is none. */
  static String text(JsonNode json, String field) {
    return json.path(field).asText("");
  }
}
