package io.forwardpass.job;

import java.io.PrintWriter;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code score}: scores a table with a model. */
@Command(
    name = "score",
    description = "Scores a table with a Keras model and writes the predictions.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionLine.class,
    sortOptions = false)
final class ScoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ScoreArguments arguments;

  @Override
  @SuppressWarnings("CatchingUnchecked") // every failure becomes a line and an exit code here
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    JobLog log = new JobLog.Text(spec.commandLine().getErr());
    boolean verbose = arguments.verbose();
    try {
      Job job = arguments.job(Session.hadoop());
      ScoreOptions options = job.options();
      verbose = options.verbose();
      String runId = options.runId().isEmpty() ? UUID.randomUUID().toString() : options.runId();
      if (options.jsonLog()) {
        JsonLayout.install(runId, Secrets.hidden(options.model()), Session.level(options));
        log = new JobLog.Events();
      }
      ReportFile.check(options, job.sources(), job.hadoop());
      return new ScoringRun(job, runId, out, log).run().code();
    } catch (Exception | LinkageError | VirtualMachineError e) {
      return log.fail(e, verbose);
    }
  }
}
