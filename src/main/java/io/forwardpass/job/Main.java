package io.forwardpass.job;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: {@code forwardpass score ...}, {@code forwardpass profile ...}, {@code
 * forwardpass inspect MODEL}, {@code forwardpass package MODEL ...}, {@code forwardpass explain
 * ...}, {@code forwardpass doctor ...}.
 */
@Command(
    name = "forwardpass",
    description = "Scores tables on Apache Spark with Keras Sequential models.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionLine.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {InspectCommand.class, PackageCommand.class, CommandLine.HelpCommand.class})
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  /** What spark-submit calls. */
  public static void main(String[] args) {
    boolean yarnCluster = isYarnCluster(new SparkConf());
    Charset charset = Charset.defaultCharset();
    PrintWriter out = new PrintWriter(System.out, true, charset);
    PrintWriter err = new PrintWriter(System.err, true, charset);
    int code = run(out, err, args);
    SparkSession.getDefaultSession().foreach(Main::stop);
    if (code == ExitCode.OK.code()) {
      return;
    } else if (yarnCluster) {
      // The application master takes System.exit for a driver that died, and runs the job again.
      throw new IllegalStateException("forwardpass ended with exit code " + code);
    }
    System.exit(code);
  }

  private static Object stop(SparkSession spark) {
    spark.stop();
    return spark;
  }

  private static boolean isYarnCluster(SparkConf conf) {
    return conf.get("spark.submit.deployMode", "client").equals("cluster")
        && conf.get("spark.master", "").startsWith("yarn");
  }

  /** Runs one command and gives its exit code; a Spark session that it opened stays open. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return commandLine().setOut(out).setErr(err).execute(args);
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.addSubcommand("score", ScoreArguments.commandLine(new ScoreCommand()));
    commandLine.addSubcommand("explain", ScoreArguments.commandLine(new ExplainCommand()));
    commandLine.addSubcommand("doctor", ScoreArguments.commandLine(new DoctorCommand()));
    commandLine.addSubcommand("profile", ProfileCommand.commandLine());
    return commandLine
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(Main::refuse);
  }

  private static int refuse(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    Failure failure = new Failure(ExitCode.USAGE, JobException.oneLine(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched) {
      failure = Failure.of(unmatched(command, unmatched.getUnmatched().get(0)));
    }
    return failure.print(command.getErr());
  }

  private static JobException unmatched(CommandLine command, String received) {
    if (received.startsWith("-")) {
      List<String> known = new ArrayList<>();
      for (OptionSpec option : command.getCommandSpec().options()) {
        known.add(option.longestName());
      }
      return JobException.unknownOption(received, known);
    } else if (!command.getSubcommands().isEmpty()) {
      return JobException.unknownCommand(
          received, new ArrayList<>(command.getSubcommands().keySet()));
    }
    return JobException.unexpectedArgument(received);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing; give score, explain, doctor, profile, inspect, package or --help");
  }

  /** {@code --version}. */
  static final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
      List<String> parts = new ArrayList<>();
      Versions.all().forEach((name, version) -> parts.add(name + " " + version));
      return new String[] {String.join(", ", parts)};
    }
  }
}
