package io.forwardpass.keras;

import java.util.List;

/** Where a model came from. Every message about a model file is made here and is one line. */
record Place(String name) {
  private static final int LONGEST_LINE = 4000;

  InvalidModelException invalid(String problem) {
    return new InvalidModelException(line(name + ": " + problem));
  }

  InvalidModelException invalid(String problem, Throwable cause) {
    return new InvalidModelException(line(name + ": " + problem), cause);
  }

  UnsupportedModelException unsupported(String reason) {
    return unsupported(List.of(reason));
  }

  UnsupportedModelException unsupported(List<String> reasons) {
    return new UnsupportedModelException(line(name), reasons.stream().map(Place::line).toList());
  }

  /** Names come from the file: nothing in them may break the line or flood a terminal. */
  private static String line(String text) {
    String clean = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    return clean.length() <= LONGEST_LINE ? clean : clean.substring(0, LONGEST_LINE) + "…";
  }
}
