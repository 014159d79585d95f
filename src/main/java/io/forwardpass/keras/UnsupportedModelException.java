package io.forwardpass.keras;

import java.util.List;

/** A good model file outside of what is supported; names everything that stands in the way. */
public final class UnsupportedModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> reasons;

  UnsupportedModelException(String place, List<String> reasons) {
    super("%s cannot be scored: %s".formatted(place, String.join("; ", reasons)));
    this.reasons = List.copyOf(reasons);
  }

  /** All that is not supported, a line each. */
  public List<String> reasons() {
    return reasons;
  }
}
