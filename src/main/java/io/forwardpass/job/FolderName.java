package io.forwardpass.job;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a folder of a partitioned table stands for.
 *
 * @param value empty for null
 */
record FolderName(String column, Optional<String> value) {
  /** {@code %3A}: how Spark and Hive write what a folder's name cannot hold. */
  private static final Pattern ESCAPED = Pattern.compile("%(\\p{XDigit}{2})");

  /** The value of rows that have none. */
  static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  /** Empty for a name that is not {@code column=value}. */
  static Optional<FolderName> of(String name) {
    int equals = name.indexOf('=');
    if (equals < 1) {
      return Optional.empty();
    }
    String value = unescaped(name.substring(equals + 1));
    return Optional.of(
        new FolderName(
            unescaped(name.substring(0, equals)),
            value.equals(NULL) ? Optional.empty() : Optional.of(value)));
  }

  private static String unescaped(String text) {
    return ESCAPED
        .matcher(text)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(escape.group(1), 16))));
  }
}
