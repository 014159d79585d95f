package io.forwardpass.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of {@code score}, for each command that takes them. */
final class ScoreArguments {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

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

  /** A command that has these as a mixin, with an option for each {@link ScoreOption}. */
  static CommandLine commandLine(Object command) {
    return commandLine(command, EnumSet.allOf(ScoreOption.class));
  }

  /** The same with some of them. */
  static CommandLine commandLine(Object command, Set<ScoreOption> options) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(command);
    for (ScoreOption option : options) {
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

  /** Whether the command line asks for traces, whatever the job file says. */
  boolean verbose() {
    return given().containsKey(ScoreOption.VERBOSE);
  }

  /** What the command is told. */
  Job job(Configuration hadoop) {
    return Job.of(settings(hadoop), config, hadoop);
  }

  /** The same with some options fixed, whatever the user set, and without what is expected. */
  Job job(Configuration hadoop, Map<ScoreOption, String> fixed) {
    return Job.of(settings(hadoop, fixed).without(ScoreOption.EXPECTATIONS), config, hadoop);
  }

  /** What the user set, but for what the model's sidecar says. */
  Settings settings(Configuration hadoop) {
    return settings(hadoop, Map.of());
  }

  private Settings settings(Configuration hadoop, Map<ScoreOption, String> fixed) {
    Config file = config.isEmpty() ? ConfigFactory.empty() : JobFile.read(config, hadoop);
    Map<ScoreOption, List<String>> given = given();
    fixed.forEach((option, value) -> given.put(option, List.of(value)));
    return Settings.of(given, assignments, file);
  }
}
