package io.forwardpass.job;

import io.forwardpass.registry.Credentials;
import io.forwardpass.registry.ModelUri;
import io.forwardpass.registry.ModelVersion;
import io.forwardpass.registry.RegisteredModel;
import io.forwardpass.registry.TrackingServer;
import io.forwardpass.report.ScoringReport;
import io.forwardpass.spark.ModelFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** The model of a registry that {@code models:/name@alias} or {@code models:/name/3} names. */
final class RegistryModel {
  private static final String ADDRESS = "MLFLOW_TRACKING_URI";

  private final ModelUri uri;
  private final TrackingServer server;

  private RegistryModel(ModelUri uri, TrackingServer server) {
    this.uri = uri;
    this.server = server;
  }

  /**
   * @param uri one that {@link ModelUri#isOne} takes
   * @param weights must be empty, as a registered model has its own
   * @param registry the tracking server's address; empty for that of the environment
   */
  static RegistryModel of(
      String uri, String weights, String registry, Map<String, String> environment) {
    ModelUri model = ModelUri.parse(uri).orElseThrow(() -> JobException.badModelUri(uri));
    if (!weights.isEmpty()) {
      throw JobException.weightsOfRegistered(uri, weights);
    }
    String address = registry.isEmpty() ? environment.getOrDefault(ADDRESS, "") : registry;
    if (address.isBlank()) {
      throw JobException.noRegistry(uri);
    }
    String place = registry.isEmpty() ? ADDRESS : ScoreOption.REGISTRY.key();
    return new RegistryModel(
        model, new TrackingServer(url(place, address.strip()), Credentials.of(environment)));
  }

  /**
   * Throws where the option is not the address of a tracking server.
   *
   * @param registry empty where it is not set
   */
  static void checkAddress(String registry) {
    if (!registry.isEmpty()) {
      url(ScoreOption.REGISTRY.key(), registry.strip());
    }
  }

  private static URI url(String place, String address) {
    try {
      URI url = new URI(address);
      if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // falls through to the one message for all that is no such address
    }
    throw JobException.badRegistry(place, address);
  }

  /** Whether an earlier run with this model was of the same registry, and by an alias. */
  boolean isAliasOf(ScoringReport.Registry earlier) {
    return uri instanceof ModelUri.Alias
        && uri.name().equals(earlier.name())
        && server.address().equals(earlier.trackingUri());
  }

  /** The version that the user means now. */
  ModelVersion version() {
    return version(uri);
  }

  /** The version of an earlier run. */
  ModelVersion version(ScoringReport.Registry earlier) {
    return version(new ModelUri.Version(earlier.name(), earlier.version()));
  }

  private ModelVersion version(ModelUri asked) {
    ModelVersion found = server.find(asked).orElseThrow(() -> absent(asked));
    if (!found.status().equals(ModelVersion.READY)) {
      throw JobException.versionNotReady(found, server.address());
    }
    return found;
  }

  private JobException absent(ModelUri asked) {
    Optional<RegisteredModel> model = server.model(asked.name());
    if (model.isEmpty()) {
      return JobException.noSuchRegisteredModel(asked.name(), server.address(), server.names());
    } else if (asked instanceof ModelUri.Alias alias) {
      return JobException.noSuchAlias(alias.alias(), server.address(), model.get());
    }
    return JobException.noSuchVersion(asked.toString(), server.address(), model.get());
  }

  ModelFile file(ModelVersion version, Configuration hadoop) {
    String folder = server.folder(version);
    try {
      return new ModelFile(version.uri().toString(), server.kerasFile(folder, hadoop));
    } catch (FileNotFoundException e) {
      throw JobException.noSuchFile("model", folder);
    } catch (IOException e) {
      throw JobException.inaccessible("model", folder, e);
    }
  }

  ScoringReport.Registry report(ModelVersion version) {
    return new ScoringReport.Registry(
        version.name(),
        version.version(),
        uri instanceof ModelUri.Alias alias ? alias.alias() : "",
        version.runId(),
        version.source(),
        server.address());
  }

  /** Where the model came from, for people. */
  static String text(ScoringReport.Registry registry) {
    String alias = registry.alias().isEmpty() ? "" : " (%s)".formatted(registry.alias());
    TextTable facts =
        new TextTable(
            List.of(
                "Registry",
                "%s, version %s%s".formatted(registry.name(), registry.version(), alias)));
    facts.add(List.of("Server", registry.trackingUri()));
    if (!registry.runId().isEmpty()) {
      facts.add(List.of("Run", registry.runId()));
    }
    facts.add(List.of("Source", registry.source()));
    return facts.toString();
  }
}
