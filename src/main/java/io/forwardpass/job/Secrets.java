package io.forwardpass.job;

import java.util.regex.Pattern;

/** Passwords and keys, which nothing that people or logs see may show. */
final class Secrets {
  private static final String HIDDEN = "(hidden)";

  /** Spark's own idea of what must not be shown ({@code spark.redaction.regex}). */
  private static final Pattern SECRET =
      Pattern.compile("secret|password|token|access[.]?key", Pattern.CASE_INSENSITIVE);

  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+(?=@)");

  private Secrets() {}

  /** The text without the users and passwords of its URIs. */
  static String hidden(String text) {
    return USER_INFO.matcher(text).replaceAll(HIDDEN);
  }

  /** An option's value, where neither it nor its key speaks of a secret. */
  static String hidden(String key, String value) {
    return SECRET.matcher(key).find() || SECRET.matcher(value).find() ? HIDDEN : hidden(value);
  }
}
