package io.forwardpass.job;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code explain}: what {@code score} with the same options would do, and what it would take. */
@Command(
    name = "explain",
    description = {
      "Tells what score with the same options would do, and the memory that it takes: the plan,"
          + " tasks, layers, and what to ask of the cluster.",
      "Nothing is scored and nothing is written. Of the input files are listed, and the footers of"
          + " the largest Parquet files read, all on the driver: no executor is started."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionLine.class,
    sortOptions = false)
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ScoreArguments arguments;

  @Override
  @SuppressWarnings("CatchingUnchecked") // every failure becomes a line and an exit code here
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    boolean verbose = arguments.verbose();
    try {
      Job job = arguments.job(Session.hadoop());
      verbose = job.options().verbose();
      return new ScoringRun(job, out, err).explain().code();
    } catch (Exception | LinkageError | VirtualMachineError e) {
      return Failure.of(e).print(err, e, verbose);
    }
  }
}
