package io.forwardpass.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
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
      spec.addOption(declared(option));
    }
    return new CommandLine(spec);
  }

  /** The option as picocli knows it. */
  static OptionSpec declared(ScoreOption option) {
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
    return builder.build();
  }

  /** Those of {@code options} that the user gave on the command line. */
  static Map<ScoreOption, List<String>> given(CommandSpec spec, Collection<ScoreOption> options) {
    Map<ScoreOption, List<String>> given = new EnumMap<>(ScoreOption.class);
    for (ScoreOption option : options) {
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
    PrintWriter err = spec.commandLine().getErr();
    Map<ScoreOption, List<String>> given = given(spec, EnumSet.allOf(ScoreOption.class));
    boolean verbose = given.containsKey(ScoreOption.VERBOSE);
    try {
      Configuration hadoop = Session.hadoop();
      Config file = config.isEmpty() ? ConfigFactory.empty() : JobFile.read(config, hadoop);
      Settings user = Settings.of(given, assignments, file);
      Sidecar sidecar = Sidecar.of(user.text(ScoreOption.MODEL), hadoop);
      Settings settings = user.over(sidecar.settings());
      ScoreOptions options = ScoreOptions.of(settings);
      verbose = options.verbose();
      Sources sources = new Sources(options, config, hadoop);
      ReportFile.check(options, sources, hadoop);
      return new ScoringRun(options, settings, sidecar, sources, hadoop, out, err).run().code();
    } catch (Exception | LinkageError | VirtualMachineError e) {
      return Failure.of(e).print(err, e, verbose);
    }
  }
}
