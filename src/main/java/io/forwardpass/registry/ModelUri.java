package io.forwardpass.registry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model of a registry as MLflow writes it. */
public sealed interface ModelUri {
  /** The registered model. */
  String name();

  /** {@code models:/name@alias}: the version that the alias points to when it is asked. */
  record Alias(String name, String alias) implements ModelUri {
    private static final Pattern FORM = Pattern.compile("models:(?://)?/([^/:]+)@([\\w-]+)");

    @Override
    public String toString() {
      return "models:/%s@%s".formatted(name, alias);
    }
  }

  /** {@code models:/name/3}: this version. */
  record Version(String name, String version) implements ModelUri {
    private static final Pattern FORM =
        Pattern.compile("models:(?://)?/([^/:]+)/0*([1-9]\\d{0,9})");

    @Override
    public String toString() {
      return "models:/%s/%s".formatted(name, version);
    }
  }

  /** Whether the URI is meant for a registry, well-formed or not. */
  static boolean isOne(String uri) {
    return uri.startsWith("models:");
  }

  /** Empty where the URI is of neither form: MLflow's stages, and its word latest, are none. */
  static Optional<ModelUri> parse(String uri) {
    Matcher alias = Alias.FORM.matcher(uri);
    if (alias.matches()) {
      return Optional.of(new Alias(alias.group(1), alias.group(2)));
    }
    Matcher version = Version.FORM.matcher(uri);
    return version.matches()
        ? Optional.of(new Version(version.group(1), version.group(2)))
        : Optional.empty();
  }
}
