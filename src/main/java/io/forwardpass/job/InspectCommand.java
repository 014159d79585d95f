package io.forwardpass.job;

import io.forwardpass.keras.KerasModel;
import io.forwardpass.keras.UnsupportedModelException;
import io.forwardpass.spark.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
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
      description = "The Keras model, .keras or .h5: any URI that Hadoop can read.")
  private String uri;

  @Option(names = "--verbose", description = "Print stack traces.")
  private boolean verbose;

  @Override
  @SuppressWarnings("CatchingUnchecked") // every failure becomes a line and an exit code here
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      out.print(read(uri, Session.hadoop()).text());
      out.flush();
      return ExitCode.OK.code();
    } catch (UnsupportedModelException e) {
      return unsupported(e, err);
    } catch (Exception | LinkageError | VirtualMachineError e) {
      return Failure.of(e).print(err, e, verbose);
    }
  }

  private int unsupported(UnsupportedModelException e, PrintWriter err) {
    err.printf("forwardpass: %s cannot be scored, for %d reasons:%n", uri, e.reasons().size());
    e.reasons().forEach(reason -> err.println("  " + reason));
    return ExitCode.CONFIG.code();
  }

  static ModelSummary read(String uri, Configuration hadoop) {
    ModelFile file = file(uri, hadoop);
    return new ModelSummary(uri, KerasModel.read(file.content(), uri));
  }

  static ModelFile file(String uri, Configuration hadoop) {
    if (!Place.of("model", uri, hadoop).isFile()) {
      throw JobException.noSuchFile("model", uri);
    }
    try {
      return ModelFile.read(uri, hadoop);
    } catch (IOException e) {
      throw JobException.inaccessible("model", uri, e);
    }
  }
}
