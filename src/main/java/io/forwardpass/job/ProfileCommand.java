package io.forwardpass.job;

import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code profile --output URI ...}: writes what a table is like, for runs to be compared with. */
@Command(
    name = "profile",
    description = {
      "Writes the reference profile of a table as JSON: for each feature a histogram, nulls and other"
          + " faults, mean and quantiles, and how the model's predictions are distributed.",
      "The table is read twice. Options are those of score, and --config takes the same job file;"
          + " what it says of the output and of gates does not count here."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionLine.class,
    sortOptions = false)
final class ProfileCommand implements Callable<Integer> {
  /** Those of score that say what is scored, and how. */
  private static final Set<ScoreOption> OPTIONS =
      EnumSet.of(
          ScoreOption.MODEL,
          ScoreOption.IGNORE_SIDECAR,
          ScoreOption.WEIGHTS,
          ScoreOption.REGISTRY,
          ScoreOption.INPUT,
          ScoreOption.FORMAT,
          ScoreOption.INPUT_OPTIONS,
          ScoreOption.ON_CORRUPT_FILE,
          ScoreOption.WHERE,
          ScoreOption.PARTITION,
          ScoreOption.FEATURES,
          ScoreOption.LABELS,
          ScoreOption.PAD_SEQUENCES,
          ScoreOption.MAX_LENGTH,
          ScoreOption.BATCH_SIZE,
          ScoreOption.VERBOSE);

  /** What the others are, whatever a job file says: rows are counted, and go nowhere. */
  private static final Map<ScoreOption, String> FIXED =
      Map.ofEntries(
          Map.entry(ScoreOption.INCREMENTAL, "false"),
          Map.entry(ScoreOption.CHECKPOINT, ""),
          Map.entry(ScoreOption.CONTINUOUS, "none"),
          Map.entry(ScoreOption.KEEP, "none"),
          Map.entry(ScoreOption.OUTPUT, ""),
          Map.entry(ScoreOption.OUTPUT_FORMAT, ProfileRun.NOTHING),
          Map.entry(ScoreOption.MODE, "overwrite"),
          Map.entry(ScoreOption.PROBABILITIES, "columns"),
          Map.entry(ScoreOption.PREDICTION_COL, "prediction"),
          Map.entry(ScoreOption.ON_INVALID, "null"),
          Map.entry(ScoreOption.QUARANTINE, ""),
          Map.entry(ScoreOption.MIN_ROWS, "none"),
          Map.entry(ScoreOption.MAX_INVALID_RATIO, "none"),
          Map.entry(ScoreOption.MAX_NOT_FINITE_RATIO, "none"),
          Map.entry(ScoreOption.PROFILE, ""),
          Map.entry(ScoreOption.MAX_PSI, "none"),
          Map.entry(ScoreOption.REPORT, ""),
          Map.entry(ScoreOption.DRY_RUN, "false"));

  @Spec private CommandSpec spec;

  @Mixin private ScoreArguments arguments;

  @Option(
      names = "--output",
      paramLabel = "URI",
      required = true,
      description = "Where the profile goes, such as profile.json: any URI that Hadoop can write.")
  private String output;

  @Option(
      names = "--add",
      paramLabel = "URI",
      description =
          "A profile that the table is added to: it is counted in the same bins, and the new profile"
              + " is of both tables.")
  private String added = "";

  @Option(names = "--overwrite", description = "Replace a profile that is there.")
  private boolean overwrite;

  /** The command with the options that it shares with score. */
  static CommandLine commandLine() {
    return ScoreArguments.commandLine(new ProfileCommand(), OPTIONS);
  }

  @Override
  @SuppressWarnings("CatchingUnchecked") // every failure becomes a line and an exit code here
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    boolean verbose = arguments.verbose();
    try {
      Job job = arguments.job(Session.hadoop(), FIXED);
      verbose = job.options().verbose();
      ProfileFile place = new ProfileFile(output, job.hadoop());
      place.check(job.sources(), overwrite);
      new ProfileRun(new ScoringRun(job, out, err), job).write(place, added, out);
      return ExitCode.OK.code();
    } catch (Exception | LinkageError | VirtualMachineError e) {
      return Failure.of(e).print(err, e, verbose);
    }
  }
}
