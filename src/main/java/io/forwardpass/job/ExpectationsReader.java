package io.forwardpass.job;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.forwardpass.spark.ColumnName;
import io.forwardpass.spark.Nearest;
import io.forwardpass.spark.batch.Expectations;
import io.forwardpass.spark.batch.InvalidReason;
import io.forwardpass.spark.batch.Policy;
import io.forwardpass.spark.batch.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Reads what is expected of features: an object a feature, with a key for each expectation. */
final class ExpectationsReader {
  private static final String NOT_NULL = "not-null";
  private static final String FINITE = "finite";
  private static final String RANGE = "range";
  private static final String ALLOWED_VALUES = "allowed-values";
  private static final String IMPUTE = "impute";
  private static final String MIN = "min";
  private static final String MAX = "max";
  private static final String VALUES = "values";
  private static final String POLICY = "policy";

  private static final List<String> KEYS = List.of(NOT_NULL, FINITE, RANGE, ALLOWED_VALUES, IMPUTE);

  private ExpectationsReader() {}

  /** By the features' names. */
  static Map<String, Expectations> read(ConfigObject features) {
    Map<String, Expectations> expectations = new LinkedHashMap<>();
    for (String name : features.keySet()) {
      if (ColumnName.in(expectations.keySet(), name).isPresent()) {
        throw JobException.badExpectations(
            name, "it is named twice, in upper and lower case, which Spark ignores");
      }
      ConfigObject object =
          object(features.get(name), name, "a key for each expectation: " + list(KEYS));
      expectations.put(name, expectations(object, name));
    }
    return expectations;
  }

  private static Expectations expectations(ConfigObject object, String name) {
    checkKeys(object, name, KEYS);
    Map<InvalidReason, Policy> policies = new EnumMap<>(InvalidReason.class);
    Range range = Range.ANY;
    List<Float> allowed = List.of();
    float replacement = Float.NaN;
    for (String key : object.keySet()) {
      ConfigValue value = object.get(key);
      String path = name + "." + key;
      switch (key) {
        case NOT_NULL -> policies.put(InvalidReason.NULL, policy(value, path));
        case FINITE -> {
          policies.put(InvalidReason.NAN, policy(value, path));
          policies.put(InvalidReason.INFINITE, policy(value, path));
        }
        case RANGE -> {
          ConfigObject ends = object(value, path, "{ min = 0, max = 1, policy = drop }");
          checkKeys(ends, path, List.of(MIN, MAX, POLICY));
          range = range(ends, path);
          policies.put(InvalidReason.RANGE, policy(ends.get(POLICY), path + "." + POLICY));
        }
        case ALLOWED_VALUES -> {
          ConfigObject values = object(value, path, "{ values = [0, 1], policy = drop }");
          checkKeys(values, path, List.of(VALUES, POLICY));
          allowed = numbers(values.get(VALUES), path + "." + VALUES);
          policies.put(InvalidReason.VALUE, policy(values.get(POLICY), path + "." + POLICY));
        }
        default -> replacement = (float) number(value, path);
      }
    }
    try {
      return new Expectations(policies, range, allowed, replacement);
    } catch (IllegalArgumentException e) {
      throw JobException.badExpectations(name, e.getMessage());
    }
  }

  private static Range range(ConfigObject ends, String path) {
    if (!ends.containsKey(MIN) && !ends.containsKey(MAX)) {
      throw bad(ends, path, "min, max, or both");
    }
    double min =
        ends.containsKey(MIN) ? number(ends.get(MIN), path + "." + MIN) : Double.NEGATIVE_INFINITY;
    double max =
        ends.containsKey(MAX) ? number(ends.get(MAX), path + "." + MAX) : Double.POSITIVE_INFINITY;
    if (min > max) {
      throw bad(ends, path, "a min that is no larger than max");
    }
    return new Range(min, max);
  }

  private static Policy policy(ConfigValue value, String path) {
    StringJoiner allowed = new StringJoiner(", ");
    for (Policy policy : Policy.values()) {
      String word = policy.name().toLowerCase(Locale.ROOT);
      if (value != null
          && value.valueType() == ConfigValueType.STRING
          && word.equals(value.unwrapped().toString().toLowerCase(Locale.ROOT))) {
        return policy;
      }
      allowed.add(word);
    }
    throw bad(value, path, allowed.toString());
  }

  private static List<Float> numbers(ConfigValue value, String path) {
    if (!(value instanceof ConfigList items) || items.isEmpty()) {
      throw bad(value, path, "a list of numbers, such as [0, 1]");
    }
    List<Float> numbers = new ArrayList<>();
    for (ConfigValue item : items) {
      numbers.add((float) number(item, path));
    }
    return numbers;
  }

  /** Numbers on the command line are texts. */
  private static double number(ConfigValue value, String path) {
    try {
      double number =
          value.unwrapped() instanceof Number given
              ? given.doubleValue()
              : Double.parseDouble(String.valueOf(value.unwrapped()));
      if (Float.isFinite((float) number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls through to the one message for all that is not such a number
    }
    throw bad(value, path, "a number that is finite as a float");
  }

  private static ConfigObject object(ConfigValue value, String path, String allowed) {
    if (value instanceof ConfigObject object) {
      return object;
    }
    throw bad(value, path, allowed);
  }

  private static void checkKeys(ConfigObject object, String path, Collection<String> known) {
    for (String key : object.keySet()) {
      if (!known.contains(key)) {
        throw JobException.unknownExpectation(
            path + "." + key, Settings.place(object.get(key)), Nearest.to(key, known), list(known));
      }
    }
  }

  private static JobException bad(ConfigValue value, String path, String allowed) {
    return value == null
        ? JobException.missingExpectation(path, allowed)
        : JobException.badExpectation(
            path, Settings.place(value), String.valueOf(value.unwrapped()), allowed);
  }

  private static String list(Collection<String> keys) {
    return String.join(", ", keys);
  }
}
