package io.forwardpass.job;

import io.forwardpass.keras.KerasModel;
import io.forwardpass.keras.ModelBackend;
import io.forwardpass.registry.ModelUri;
import io.forwardpass.spark.ModelFile;
import io.forwardpass.spark.ScoringMemory;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code doctor}: whether the cluster is fit to score. */
@Command(
    name = "doctor",
    description = {
      "Runs a small task on every executor, and tells whether the cluster is fit to score: native"
          + " library, processor, Java, threads, clock, memory, permission to write.",
      "All of score's options are taken and none is needed. With --model the memory that it needs is"
          + " held against what executors have; with --output a marker is written there and deleted."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionLine.class,
    sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ScoreArguments arguments;

  @Override
  @SuppressWarnings("CatchingUnchecked") // every failure becomes a line and an exit code here
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    boolean verbose = arguments.verbose();
    try {
      Configuration hadoop = Session.hadoop();
      Settings settings = arguments.settings(hadoop);
      verbose = settings.flag(ScoreOption.VERBOSE);
      Diagnosis diagnosis = diagnosis(settings, verbose, hadoop);
      out.print(diagnosis.text());
      out.flush();
      return diagnosis.code().code();
    } catch (Exception | LinkageError | VirtualMachineError e) {
      return Failure.of(e).print(err, e, verbose);
    }
  }

  private static Diagnosis diagnosis(Settings settings, boolean verbose, Configuration hadoop) {
    Optional<KerasModel> model = model(settings, hadoop);
    List<String> folders = folders(settings, hadoop);
    SparkSession spark =
        Session.open(
            "doctor", settings.text(ScoreOption.MODEL), verbose ? Session.LOUD : Session.QUIET);
    Executors asked = Session.executors(spark);
    Checkup checkup =
        Checkup.of(JavaSparkContext.fromSparkContext(spark.sparkContext()), asked, folders, hadoop);
    return new Diagnosis(
        checkup, asked, model.map(read -> memory(read, asked)), !folders.isEmpty());
  }

  /** The model alone: what the tables need is for {@code explain} to say. */
  private static MemoryEstimate memory(KerasModel model, Executors asked) {
    return new MemoryEstimate(
        ScoringMemory.of(model),
        Float.BYTES * model.network().parameters(),
        MemoryEstimate.TableMemory.NONE,
        asked.slots(),
        asked.local());
  }

  private static Optional<KerasModel> model(Settings settings, Configuration hadoop) {
    String uri = settings.text(ScoreOption.MODEL);
    if (uri.isEmpty()) {
      return Optional.empty();
    }
    String weights = settings.text(ScoreOption.WEIGHTS);
    ModelFile file;
    if (ModelUri.isOne(uri)) {
      RegistryModel model =
          RegistryModel.of(uri, weights, settings.text(ScoreOption.REGISTRY), System.getenv());
      file = model.file(model.version(), hadoop);
    } else {
      file = InspectCommand.file(uri, weights, hadoop);
    }
    ModelBackend backend = settings.choice(ScoreOption.MODEL_BACKEND, ModelBackend.class);
    return Optional.of(KerasModel.read(file.computedBy(backend).content(), file.uri()));
  }

  /** Where a run would write: beside the output, and in it where it is there. */
  private static List<String> folders(Settings settings, Configuration hadoop) {
    String uri = settings.text(ScoreOption.OUTPUT);
    if (uri.isEmpty() || !ScoreOptions.isFileFormat(settings.text(ScoreOption.OUTPUT_FORMAT))) {
      return List.of();
    }
    Place output = Place.of("output", uri, hadoop);
    String beside = output.existingParent().toString();
    return output.exists() && !output.isFile()
        ? List.of(beside, output.path().toString())
        : List.of(beside);
  }
}
