package io.forwardpass.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that a tracking server hands out itself: {@code
 * mlflow-artifacts:/1/models/m-.../artifacts}.
 *
 * @param base the URL of the server's files
 * @param root the path of the model's folder
 */
record ProxiedArtifacts(String base, String root, Http http) implements Artifacts {
  private static final String SCHEME = "mlflow-artifacts:";
  private static final String API = "/api/2.0/mlflow-artifacts/artifacts";

  static boolean areAt(String folder) {
    return folder.startsWith(SCHEME);
  }

  /**
   * @param folder may name another server, which then gets no credentials
   */
  static ProxiedArtifacts of(String folder, TrackingServer server, Http http) {
    String place = folder.substring(SCHEME.length());
    String authority = place.startsWith("//") ? place.substring(2).split("/", 2)[0] : "";
    String path = place.startsWith("//") ? place.substring(2 + authority.length()) : place;
    URI address = URI.create(server.address());
    String root = path.replaceAll("^/+|/+$", "");
    return authority.isEmpty() || authority.equals(address.getAuthority())
        ? new ProxiedArtifacts(server.address() + API, root, http)
        : new ProxiedArtifacts(
            address.getScheme() + "://" + authority + API, root, http.withoutCredentials());
  }

  private String full(String path) {
    return path.isEmpty() ? root : root + "/" + path;
  }

  @Override
  public List<Artifact> list(String folder) {
    URI question = URI.create(base + TrackingServer.query("path", full(folder)));
    List<Artifact> found = new ArrayList<>();
    TrackingServer.json(question, http.get(question, TrackingServer.LONGEST_ANSWER))
        .ifPresent(
            answer -> {
              for (JsonNode file : answer.path("files")) {
                String path = TrackingServer.text(file, "path");
                found.add(
                    new Artifact(
                        path.substring(path.lastIndexOf('/') + 1),
                        file.path("is_dir").asBoolean()));
              }
            });
    return found;
  }

  @Override
  public byte[] read(String path, long most) {
    URI question = URI.create(base + encoded("/" + full(path)));
    Http.Answer answer = http.get(question, most);
    if (answer.status() != 200) {
      throw TrackingServer.refusal(question, answer);
    }
    return answer.body();
  }

  private static String encoded(String path) {
    try {
      return new URI(null, null, path, null).getRawPath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
