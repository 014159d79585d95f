package io.forwardpass.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--config",
      paramLabel = "URI",
      description = "A file of options, one a key, as conf/forwardpass.conf shows them.")
  private String config = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One key of that file, over what the file says; may be repeated.")
  private List<String> assignments = List.of();

  /** The command with an option for each {@link ScoreOption}. */
  static CommandLine commandLine() {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new ScoreCommand());
    for (ScoreOption option : ScoreOption.values()) {
      OptionSpec.Builder builder =
          OptionSpec.builder(option.flag()).description(Settings.meaning(option));
      if (option.isFlag()) {
        builder.type(boolean.class).arity("0");
      } else if (option.isMap() || option.isRepeated()) {
        builder.type(List.class).auxiliaryTypes(String.class).arity("1");
        builder.paramLabel(option.placeholder());
      } else {
        builder.type(String.class).arity("1").paramLabel(option.placeholder());
      }
      spec.addOption(builder.build());
    }
    return new CommandLine(spec);
  }

  private Map<ScoreOption, List<String>> given() {
    Map<ScoreOption, List<String>> given = new EnumMap<>(ScoreOption.class);
    for (ScoreOption option : ScoreOption.values()) {
      OptionSpec matched = spec.commandLine().getParseResult().matchedOption(option.flag());
      if (matched != null) {
        given.put(option, option.isFlag() ? List.of("true") : matched.stringValues());
      }
    }
    return given;
  }

  @Override
  @SuppressWarnings("CatchingUnchecked") // every failure becomes a line and an exit code here
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    JobLog log = new JobLog.Text(spec.commandLine().getErr());
    boolean verbose = given().containsKey(ScoreOption.VERBOSE);
    try {
      Configuration hadoop = Session.hadoop();
      Config file = config.isEmpty() ? ConfigFactory.empty() : JobFile.read(config, hadoop);
      Settings user = Settings.of(given(), assignments, file);
      Sidecar sidecar = Sidecar.of(user.text(ScoreOption.MODEL), hadoop);
      Settings settings = user.over(sidecar.settings());
      ScoreOptions options = ScoreOptions.of(settings);
      verbose = options.verbose();
      String runId = options.runId().isEmpty() ? UUID.randomUUID().toString() : options.runId();
      if (options.jsonLog()) {
        JsonLayout.install(runId, options.model(), Session.level(options));
        log = new JobLog.Events();
      }
      Sources sources = new Sources(options, config, hadoop);
      ReportFile.check(options, sources, hadoop);
      return new ScoringRun(options, settings, sidecar, sources, runId, hadoop, out, log)
          .run()
          .code();
    } catch (Exception | LinkageError | VirtualMachineError e) {
      return log.fail(e, verbose);
    }
  }
}
