package io.forwardpass.keras;

import java.util.List;

/** Where a model came from. Every message about a model file is made here and is one line. */
record Place(String name) {
  private static final int LONGEST_LINE = 4000;

  /** A part of what came from here. */
  Place with(String part) {
    return new Place(name + ": " + part);
  }

  /** A model of convolutions that does not say what computed them. */
  String guessedTheano() {
    return line(
        name
            + ": the file does not say what computed its convolutions; the names of its weights are"
            + " Theano's, not TensorFlow's, so that their kernels are turned by half; say theano or"
            + " tensorflow (--model-backend) to have it so or not");
  }

  InvalidModelException invalid(String problem) {
    return invalid(problem, null);
  }

  InvalidModelException invalid(String problem, Throwable cause) {
    return new InvalidModelException(line(name + ": " + problem), cause);
  }

  /** A file that Keras would not have written: its parts contradict each other or the format. */
  InvalidModelException inconsistent(String problem) {
    return inconsistent(problem, null);
  }

  InvalidModelException inconsistent(String problem, Throwable cause) {
    return invalid(problem + "; save the model again with Keras", cause);
  }

  /** Bytes that were changed or lost after Keras wrote them. */
  InvalidModelException damaged(String problem) {
    return damaged(problem, null);
  }

  InvalidModelException damaged(String problem, Throwable cause) {
    return invalid(problem + "; copy or save the file again", cause);
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
