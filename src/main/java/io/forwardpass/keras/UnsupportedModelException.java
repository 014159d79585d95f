package io.forwardpass.keras;

import java.util.List;

/** A good model file outside of what is supported; names everything that stands in the way. */
public final class UnsupportedModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> reasons;

  UnsupportedModelException(String place, List<String> reasons) {
    this(reasons, "%s cannot be scored: %s".formatted(place, String.join("; ", reasons)));
  }

  private UnsupportedModelException(List<String> reasons, String message) {
    super(message);
    this.reasons = List.copyOf(reasons);
  }

  /** A network that has something that Keras 3 does not. */
  static UnsupportedModelException unsaved(String name, List<String> reasons) {
    return new UnsupportedModelException(
        reasons,
        "network '%s' cannot be saved for Keras 3: %s".formatted(name, String.join("; ", reasons)));
  }

  /** All that is not supported, a line each. */
  public List<String> reasons() {
    return reasons;
  }
}
