package io.forwardpass.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the user set, from all places: the command line over {@code --set} over the job file over
 * the model's sidecar over the defaults. One accessor for each kind of value; every failure names
 * the place.
 */
final class Settings {
  private static final Map<String, ScoreOption> OPTIONS =
      Arrays.stream(ScoreOption.values())
          .collect(
              Collectors.toMap(
                  ScoreOption::key, option -> option, (one, other) -> one, LinkedHashMap::new));

  private static final String DEFAULT = "default";
  private static final String COMMAND_LINE = "command line";

  /** The only line of what is written on the command line. */
  private static final Pattern LINE_OF_ONE = Pattern.compile("(?<=^(command line|--set)): 1$");

  /** A null, a list, an object and a quoted text; all else on the command line is the text. */
  private static final Pattern AS_IN_FILE = Pattern.compile("null|[\\[{\"].*", Pattern.DOTALL);

  /** {@code conf/forwardpass.conf}, of which one copy stands in the jar. */
  static final Config DEFAULTS =
      ConfigFactory.parseResources(
          Settings.class,
          "forwardpass.conf",
          ConfigParseOptions.defaults().setAllowMissing(false).setOriginDescription(DEFAULT));

  private final Config config;

  private Settings(Config config) {
    this.config = config;
  }

  /**
   * @param commandLine texts by option: one text, or several items, or several {@code key=value}
   * @param assignments {@code key=value}, as given to {@code --set}; later ones win
   * @param file the job file, not yet resolved
   */
  static Settings of(
      Map<ScoreOption, List<String>> commandLine, List<String> assignments, Config file) {
    try {
      Config user = checked(sets(assignments)).withFallback(checked(file));
      Config all = flags(commandLine).withFallback(user).withFallback(DEFAULTS).resolve();
      Settings settings = new Settings(withoutNulls(all));
      return settings.over(ScoreOptions.implied(settings));
    } catch (ConfigException e) {
      throw JobException.badJobFile(e.getMessage());
    }
  }

  /** A null means the default, where there is one; to {@code on-invalid} it is a word. */
  private static Config withoutNulls(Config all) {
    Config set = all;
    for (Map.Entry<String, ConfigValue> entry : all.root().entrySet()) {
      String key = entry.getKey();
      if (entry.getValue().valueType() == ConfigValueType.NULL
          && !key.equals(ScoreOption.ON_INVALID.key())) {
        ConfigValue value = DEFAULTS.root().get(key);
        set = value.valueType() == ConfigValueType.NULL ? set : set.withValue(key, value);
      }
    }
    return set;
  }

  /** These, with those of {@code below} in the place of mere defaults. */
  Settings over(Config below) {
    Config merged = config;
    for (Map.Entry<String, ConfigValue> entry : checked(below).root().entrySet()) {
      if (place(OPTIONS.get(entry.getKey())).equals(DEFAULT)) {
        merged = merged.withValue(entry.getKey(), entry.getValue());
      }
    }
    return new Settings(merged);
  }

  /** These, without what was set of an option. */
  Settings without(ScoreOption option) {
    return new Settings(config.withValue(option.key(), DEFAULTS.root().get(option.key())));
  }

  /** What the option means: the comment above its key in {@code conf/forwardpass.conf}. */
  static String meaning(ScoreOption option) {
    List<String> comments = DEFAULTS.root().get(option.key()).origin().comments();
    return comments.stream().map(String::strip).collect(Collectors.joining(" "));
  }

  private static Config flags(Map<ScoreOption, List<String>> commandLine) {
    Config flags = ConfigFactory.empty();
    for (Map.Entry<ScoreOption, List<String>> entry : commandLine.entrySet()) {
      ScoreOption option = entry.getKey();
      if (option.isRepeated()) {
        ConfigValue items = ConfigValueFactory.fromIterable(entry.getValue(), COMMAND_LINE);
        flags = flags.withValue(option.key(), items);
        continue;
      }
      for (String text : entry.getValue()) {
        if (option.isNested()) {
          flags = nested(flags, option, text);
        } else if (option.isMap()) {
          String[] assignment = assignment(option.flag(), text);
          String path = ConfigUtil.joinPath(option.key(), assignment[0]);
          flags = flags.withValue(path, from(assignment[1], COMMAND_LINE));
        } else {
          flags = flags.withValue(option.key(), from(text, COMMAND_LINE));
        }
      }
    }
    return flags;
  }

  private static Config nested(Config flags, ScoreOption option, String text) {
    String[] assignment = assignment(option.flag(), text);
    ConfigValue value = parsed(option.flag(), text, assignment[1], COMMAND_LINE);
    return with(flags, option.flag(), option.key() + "." + assignment[0], value);
  }

  private static Config sets(List<String> assignments) {
    Config sets = ConfigFactory.empty();
    for (String text : assignments) {
      String[] assignment = assignment("--set", text);
      sets = with(sets, "--set", assignment[0], parsed("--set", text, assignment[1], "--set"));
    }
    return sets;
  }

  private static Config with(Config layer, String flag, String path, ConfigValue value) {
    try {
      return layer.withValue(path, value);
    } catch (ConfigException e) {
      throw JobException.badKey(flag, path, String.valueOf(e.getMessage()));
    }
  }

  private static ConfigValue parsed(String flag, String assignment, String text, String place) {
    if (!AS_IN_FILE.matcher(text).matches()) {
      return from(text, place);
    }
    ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(place);
    try {
      ConfigObject object = ConfigFactory.parseString("value = " + text, options).root();
      if (object.size() == 1) {
        return object.get("value").withOrigin(ConfigOriginFactory.newSimple(place));
      }
      throw JobException.badSetting(flag, assignment, "there is more behind the value");
    } catch (ConfigException | StackOverflowError e) {
      throw JobException.badSetting(flag, assignment, String.valueOf(e.getMessage()));
    }
  }

  private static String[] assignment(String option, String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw JobException.badAssignment(option, text);
    }
    String key = text.substring(0, equals).strip();
    String value = text.substring(equals + 1);
    boolean asIs = OPTIONS.containsKey(key) && OPTIONS.get(key).isRepeated();
    return new String[] {key, asIs ? value.stripLeading() : value.strip()};
  }

  private static ConfigValue from(String text, String place) {
    return ConfigValueFactory.fromAnyRef(text, place);
  }

  private static Config checked(Config layer) {
    for (Map.Entry<String, ConfigValue> entry : layer.root().entrySet()) {
      ScoreOption option = OPTIONS.get(entry.getKey());
      if (option == null) {
        throw JobException.unknownKey(
            entry.getKey(), entry.getValue().origin().description(), OPTIONS.keySet());
      }
      if (entry.getValue() instanceof ConfigObject entries
          && !entries.isEmpty()
          && !option.isMap()) {
        throw JobException.badValue(
            option,
            entries.values().iterator().next().origin().description(),
            entries.unwrapped().toString(),
            "a value without keys of its own");
      }
    }
    return layer;
  }

  /** The text, empty where it is not set. */
  String text(ScoreOption option) {
    ConfigValue value = value(option);
    return switch (value.valueType()) {
      case NULL -> "";
      case STRING, NUMBER, BOOLEAN -> config.getString(option.key());
      case LIST, OBJECT -> throw bad(option, "one value");
    };
  }

  /** The items of a list, or of a text with commas; empty where it is not set. */
  List<String> list(ScoreOption option) {
    ConfigValue value = value(option);
    if (value instanceof ConfigList items) {
      return items.stream().map(item -> item(option, item)).toList();
    }
    String text = text(option);
    if (text.chars().filter(c -> c == '`').count() % 2 != 0) {
      throw bad(option, "a list whose backquotes are closed, such as `a,b`,c");
    }
    if (text.isBlank()) {
      return List.of();
    }
    List<String> items = option.isRepeated() ? CommaList.splitAsIs(text) : CommaList.split(text);
    if (items.stream().anyMatch(String::isBlank)) {
      throw bad(option, "a list without empty items, such as a,b");
    }
    return items;
  }

  private String item(ScoreOption option, ConfigValue item) {
    if (item.valueType() == ConfigValueType.LIST
        || item.valueType() == ConfigValueType.OBJECT
        || item.valueType() == ConfigValueType.NULL) {
      throw bad(option, "a list of texts");
    }
    return item.unwrapped().toString();
  }

  /** The entries as they stand; none where it is not set. */
  ConfigObject object(ScoreOption option) {
    ConfigValue value = value(option);
    if (value.valueType() == ConfigValueType.NULL) {
      return ConfigFactory.empty().root();
    }
    if (value instanceof ConfigObject object) {
      return object;
    }
    throw bad(option, "entries, such as { header = true }");
  }

  /** The entries, their nested keys joined with points; empty where it is not set. */
  Map<String, String> map(ScoreOption option) {
    return map(object(option), value -> item(option, value));
  }

  private static Map<String, String> map(ConfigObject object, Function<ConfigValue, String> text) {
    Map<String, String> entries = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : object.toConfig().entrySet()) {
      String key = String.join(".", ConfigUtil.splitPath(entry.getKey()));
      entries.put(key, text.apply(entry.getValue()));
    }
    return entries;
  }

  /** One of an enum's constants, written in lower case. A bare {@code null} is a word here. */
  <E extends Enum<E>> E choice(ScoreOption option, Class<E> constants) {
    String text = value(option).valueType() == ConfigValueType.NULL ? "null" : text(option).strip();
    StringJoiner allowed = new StringJoiner(", ");
    for (E constant : constants.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT);
      if (name.equals(text.toLowerCase(Locale.ROOT))) {
        return constant;
      }
      allowed.add(name);
    }
    throw bad(option, allowed.toString());
  }

  boolean flag(ScoreOption option) {
    return switch (text(option).toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw bad(option, "true, false");
    };
  }

  /** A whole number in a range; {@code word} is allowed as well and gives 0. */
  long count(ScoreOption option, long least, long most, String word) {
    String text = text(option).strip();
    if (!word.isEmpty() && text.equalsIgnoreCase(word)) {
      return 0;
    }
    try {
      long count = Long.parseLong(text);
      if (count >= least && count <= most) {
        return count;
      }
    } catch (NumberFormatException e) {
      // falls through to the one message for all that is not such a number
    }
    String number = "a whole number from %s to %s".formatted(least, most);
    throw bad(option, word.isEmpty() ? number : number + ", " + word);
  }

  /** A number from 0 to 1; empty for {@code word}. */
  OptionalDouble ratio(ScoreOption option, String word) {
    String text = text(option).strip();
    if (text.equalsIgnoreCase(word)) {
      return OptionalDouble.empty();
    }
    try {
      double ratio = Double.parseDouble(text);
      if (ratio >= 0 && ratio <= 1) {
        return OptionalDouble.of(ratio);
      }
    } catch (NumberFormatException e) {
      // falls through to the one message for all that is not such a number
    }
    throw bad(option, "a number from 0 to 1, " + word);
  }

  /** A number over 0; empty for {@code word}. */
  OptionalDouble positive(ScoreOption option, String word) {
    String text = text(option).strip();
    if (text.equalsIgnoreCase(word)) {
      return OptionalDouble.empty();
    }
    try {
      double number = Double.parseDouble(text);
      if (number > 0 && number < Double.POSITIVE_INFINITY) {
        return OptionalDouble.of(number);
      }
    } catch (NumberFormatException e) {
      // falls through to the one message for all that is not such a number
    }
    throw bad(option, "a number over 0, " + word);
  }

  /** Where the value comes from: {@code command line}, {@code job.conf: 3}, {@code default}. */
  String place(ScoreOption option) {
    String place = place(value(option));
    return place.startsWith(DEFAULT) ? DEFAULT : place;
  }

  /** Where a value comes from; of an object that was put together, its first entry. */
  static String place(ConfigValue value) {
    String place = value.origin().description();
    if (place.startsWith("withValue")
        && value instanceof ConfigObject object
        && !object.isEmpty()) {
      return place(object.values().iterator().next());
    }
    return LINE_OF_ONE.matcher(place).replaceFirst("");
  }

  JobException bad(ScoreOption option, String allowed) {
    return JobException.badValue(option, place(option), shown(option), allowed);
  }

  /** The value for people, secrets hidden; empty where it is not set. */
  String shown(ScoreOption option) {
    ConfigValue value = value(option);
    if (value.valueType() == ConfigValueType.NULL && option != ScoreOption.ON_INVALID) {
      return "";
    }
    if (value instanceof ConfigObject entries && option.isNested()) {
      return entries.isEmpty() ? "" : entries.render(ConfigRenderOptions.concise());
    } else if (value instanceof ConfigObject entries && option.isMap()) {
      Map<String, String> shown = map(entries, entry -> String.valueOf(entry.unwrapped()));
      shown.replaceAll(Secrets::hidden);
      return shown.toString();
    }
    return Secrets.hidden(String.valueOf(value.unwrapped()));
  }

  /** All options that are set, for the report, secrets hidden. */
  Map<String, String> shown() {
    Map<String, String> shown = new LinkedHashMap<>();
    for (ScoreOption option : ScoreOption.values()) {
      if (!shown(option).isEmpty()) {
        shown.put(option.key(), shown(option));
      }
    }
    return shown;
  }

  private ConfigValue value(ScoreOption option) {
    return config.root().get(option.key());
  }
}
