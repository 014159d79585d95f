package io.forwardpass.job;

import io.forwardpass.keras.KerasModel;
import io.forwardpass.keras.ModelBackend;
import io.forwardpass.keras.UnsupportedModelException;
import io.forwardpass.registry.ModelUri;
import io.forwardpass.registry.ModelVersion;
import io.forwardpass.spark.ModelFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inspect MODEL}: what is in a model; needs no Spark session. */
@Command(
    name = "inspect",
    description = "Prints what is in a model: layers, inputs, outputs, cost, origin.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionLine.class)
final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      description =
          "The Keras model, .keras or .h5, the folder of one saved unzipped, or the JSON of an"
              + " architecture: any URI that Hadoop can read; or a model of an MLflow registry,"
              + " models:/name@alias or models:/name/3.")
  private String uri;

  @Option(
      names = "--weights",
      paramLabel = "URI",
      description = "The weights, where MODEL is the JSON of an architecture.")
  private String weights = "";

  @Option(
      names = "--model-backend",
      paramLabel = "auto|tensorflow|theano",
      description =
          "What Keras 1 or 2 computed the model with; by default as the file says, or as the names of"
              + " its weights suggest.")
  private ModelBackend backend = ModelBackend.AUTO;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description =
          "The MLflow tracking server of models:/ URIs; by default that of MLFLOW_TRACKING_URI.")
  private String registry = "";

  @Option(names = "--verbose", description = "Print stack traces.")
  private boolean verbose;

  @Override
  @SuppressWarnings("CatchingUnchecked") // every failure becomes a line and an exit code here
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      Configuration hadoop = Session.hadoop();
      out.print(
          ModelUri.isOne(uri)
              ? registered(hadoop, err)
              : summary(file(uri, weights, hadoop), err).text());
      out.flush();
      return ExitCode.OK.code();
    } catch (UnsupportedModelException e) {
      return unsupported(e, err);
    } catch (Exception | LinkageError | VirtualMachineError e) {
      return Failure.of(e).print(err, e, verbose);
    }
  }

  private int unsupported(UnsupportedModelException e, PrintWriter err) {
    err.printf(
        Locale.ROOT,
        "forwardpass: %s cannot be scored, for %d reasons:%n",
        uri,
        e.reasons().size());
    e.reasons().forEach(reason -> err.println("  " + reason));
    return ExitCode.CONFIG.code();
  }

  private String registered(Configuration hadoop, PrintWriter err) {
    RegistryModel model = RegistryModel.of(uri, weights, registry, System.getenv());
    ModelVersion version = model.version();
    return "%s%n%s"
        .formatted(
            summary(model.file(version, hadoop), err).text(),
            RegistryModel.text(model.report(version)));
  }

  private ModelSummary summary(ModelFile file, PrintWriter err) {
    KerasModel model = KerasModel.read(file.computedBy(backend).content(), file.uri());
    model.warnings().forEach(warning -> err.println("forwardpass: " + Printable.of(warning)));
    err.flush();
    return new ModelSummary(file.uri(), model);
  }

  /**
   * The model's bytes.
   *
   * @param weights the URI of an architecture's weights; empty for a whole model
   */
  static ModelFile file(String uri, String weights, Configuration hadoop) {
    if (!Place.of("model", uri, hadoop).exists()) {
      throw JobException.noSuchFile("model", uri);
    }
    if (!weights.isEmpty() && !Place.of("weights", weights, hadoop).isFile()) {
      throw JobException.noSuchFile("weights", weights);
    }
    try {
      return weights.isEmpty() ? ModelFile.read(uri, hadoop) : ModelFile.read(uri, weights, hadoop);
    } catch (FileNotFoundException e) {
      throw JobException.noSuchFile("model", uri);
    } catch (IOException e) {
      throw JobException.inaccessible("model", uri, e);
    }
  }
}
