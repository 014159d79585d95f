package io.forwardpass.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.forwardpass.spark.batch.GoldenRow;
import io.forwardpass.spark.batch.GoldenRows;
import io.forwardpass.spark.batch.Range;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a model's sidecar: HOCON, in one file, so that it can be copied with its model. A key that
 * is not known and a value that is none are refused by their place.
 */
final class SidecarReader {
  /** A thousand golden rows of three thousand inputs are as large. */
  static final int MOST_MEBIBYTES = 32;

  private static final List<String> KEYS = List.of("model-sha256", "features", "labels", "golden");
  private static final List<String> FEATURE = List.of("name", "type", "range");
  private static final List<String> GOLDEN = List.of("tolerance", "rows");
  private static final List<String> ROW = List.of("inputs", "outputs");
  private static final String ROWS =
      "a list of at most %s rows".formatted(PackageCommand.MOST_ROWS);

  private SidecarReader() {}

  static Sidecar read(Place place) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setOriginDescription(place.uri())
            .setIncluder(new Alone());
    try {
      String text =
          new String(new SmallFile(place, MOST_MEBIBYTES).bytes(), StandardCharsets.UTF_8);
      SidecarText.check(text);
      Config config = ConfigFactory.parseString(text, options);
      if (!config.isResolved()) {
        throw new ConfigException.Generic(SidecarText.REFERENCES);
      }
      return sidecar(config.root(), place.uri());
    } catch (IOException e) {
      throw place.inaccessible(e);
    } catch (ConfigException e) {
      throw JobException.badSidecar(place.uri(), e.getMessage());
    } catch (StackOverflowError e) {
      throw JobException.badSidecar(place.uri(), "it is nested too deeply");
    }
  }

  /** Refuses other files in it, from wherever. */
  private static final class Alone
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw refused(what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      throw refused(what);
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      throw refused(what);
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      throw refused(what);
    }

    private static ConfigException refused(Object what) {
      return new ConfigException.Generic("it includes " + what + ", and a sidecar is one file");
    }
  }

  private static Sidecar sidecar(ConfigObject root, String uri) {
    checkKeys(root, KEYS);
    return new Sidecar(
        uri,
        has(root, "model-sha256") ? sha256(root.get("model-sha256")) : "",
        has(root, "features") ? features(root.get("features")) : List.of(),
        has(root, "labels") ? labels(root.get("labels")) : List.of(),
        has(root, "golden") ? golden(root.get("golden")) : GoldenRows.NONE);
  }

  private static boolean has(ConfigObject object, String key) {
    return object.containsKey(key) && object.get(key).valueType() != ConfigValueType.NULL;
  }

  private static void checkKeys(ConfigObject object, List<String> known) {
    for (String key : object.keySet()) {
      if (!known.contains(key)) {
        throw JobException.unknownSidecarKey(key, object.get(key).origin().description(), known);
      }
    }
  }

  private static String sha256(ConfigValue value) {
    String text = text(value, "model-sha256");
    if (!text.matches("(?i)[0-9a-f]{64}")) {
      throw bad(value, "model-sha256", "64 hexadecimal digits");
    }
    return text;
  }

  private static List<SidecarFeature> features(ConfigValue value) {
    List<SidecarFeature> features = new ArrayList<>();
    for (ConfigValue item : items(value, "features", "a list of columns, in the model's order")) {
      features.add(feature(item, "features[%s]".formatted(features.size() + 1)));
    }
    return features;
  }

  private static SidecarFeature feature(ConfigValue item, String key) {
    if (!(item instanceof ConfigObject object)) {
      return new SidecarFeature(text(item, key), "", Range.ANY);
    }
    checkKeys(object, FEATURE);
    String name = text(required(object, key, "name"), key + ".name");
    return new SidecarFeature(
        name,
        has(object, "type") ? type(object.get("type"), key + ".type") : "",
        has(object, "range") ? range(object.get("range"), key + ".range") : Range.ANY);
  }

  private static String type(ConfigValue value, String key) {
    return SidecarFeature.type(text(value, key))
        .orElseThrow(
            () -> bad(value, key, "a type of Spark SQL, such as float, bigint, array<float>"));
  }

  private static Range range(ConfigValue value, String key) {
    String allowed = "two numbers [min, max], the smaller first";
    List<ConfigValue> ends = items(value, key, allowed);
    if (ends.size() != 2) {
      throw bad(value, key, allowed);
    }
    Range range = new Range(number(ends.get(0), key), number(ends.get(1), key));
    if (range.min() > range.max()) {
      throw bad(value, key, allowed);
    }
    return range;
  }

  private static List<String> labels(ConfigValue value) {
    List<String> labels = new ArrayList<>();
    for (ConfigValue item : items(value, "labels", "a list of labels, one an output")) {
      labels.add(text(item, "labels[%s]".formatted(labels.size() + 1)));
    }
    return labels;
  }

  private static GoldenRows golden(ConfigValue value) {
    if (!(value instanceof ConfigObject object)) {
      throw bad(value, "golden", "an object with the keys " + String.join(", ", GOLDEN));
    }
    checkKeys(object, GOLDEN);
    double tolerance =
        has(object, "tolerance")
            ? number(object.get("tolerance"), "golden.tolerance")
            : GoldenRows.DEFAULT_TOLERANCE;
    if (tolerance <= 0) {
      throw bad(object.get("tolerance"), "golden.tolerance", "a number above 0");
    }
    List<GoldenRow> rows = new ArrayList<>();
    ConfigValue list = required(object, "golden", "rows");
    if (list instanceof ConfigList given && given.size() > PackageCommand.MOST_ROWS) {
      throw JobException.badSidecarValue(
          "golden.rows", list.origin().description(), given.size() + " rows", ROWS);
    }
    for (ConfigValue item : items(list, "golden.rows", ROWS)) {
      rows.add(row(item, "golden.rows[%s]".formatted(rows.size() + 1)));
    }
    return new GoldenRows(rows, tolerance);
  }

  private static GoldenRow row(ConfigValue item, String key) {
    if (!(item instanceof ConfigObject row)) {
      throw bad(item, key, "an object with the keys " + String.join(", ", ROW));
    }
    checkKeys(row, ROW);
    return new GoldenRow(
        numbers(required(row, key, "inputs"), key + ".inputs"),
        numbers(required(row, key, "outputs"), key + ".outputs"));
  }

  private static List<Float> numbers(ConfigValue value, String key) {
    List<Float> numbers = new ArrayList<>();
    for (ConfigValue item : items(value, key, "a list of numbers")) {
      numbers.add((float) number(item, "%s[%s]".formatted(key, numbers.size() + 1)));
    }
    return numbers;
  }

  private static ConfigValue required(ConfigObject object, String key, String child) {
    if (!has(object, child)) {
      throw JobException.badSidecarValue(
          key + "." + child, object.origin().description(), "missing", "a value");
    }
    return object.get(child);
  }

  private static List<ConfigValue> items(ConfigValue value, String key, String allowed) {
    if (!(value instanceof ConfigList list) || list.isEmpty()) {
      throw bad(value, key, allowed);
    }
    return list;
  }

  private static String text(ConfigValue value, String key) {
    String text =
        switch (value.valueType()) {
          case STRING -> value.unwrapped().toString();
          case NUMBER, BOOLEAN -> value.render(); // as it is written: 007
          case LIST, OBJECT, NULL -> "";
        };
    if (text.isBlank()) {
      throw bad(value, key, "a text");
    }
    return text;
  }

  private static double number(ConfigValue value, String key) {
    if (value.unwrapped() instanceof Number number && Float.isFinite(number.floatValue())) {
      return number.doubleValue();
    }
    throw bad(value, key, "a finite number");
  }

  private static JobException bad(ConfigValue value, String key, String allowed) {
    String received = "'" + JobException.wholeLine(String.valueOf(value.unwrapped())) + "'";
    return JobException.badSidecarValue(key, value.origin().description(), received, allowed);
  }
}
