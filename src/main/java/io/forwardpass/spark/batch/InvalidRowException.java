package io.forwardpass.spark.batch;

import org.apache.spark.rdd.InputFileBlockHolder;

/** A row that cannot be scored, under {@link OnInvalid#FAIL} or {@link Policy#FAIL}. */
public final class InvalidRowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidRowException(Scoring scoring, int feature, InvalidReason reason) {
    super(message(scoring, scoring.features().get(feature), reason));
  }

  private static String message(Scoring scoring, Feature feature, InvalidReason reason) {
    String found =
        "%sfeature '%s' holds %s%s; "
            .formatted(
                place(), feature.column(), reason.phrase(), detail(scoring, feature, reason));
    return found
        + (feature.expectations().policies().containsKey(reason)
            ? "its expectation says that the run fails; to go on, let it say expect, drop,"
                + " quarantine or impute"
            : "every feature must be a finite number; to go on without such rows set on-invalid to"
                + " null (kept, without a prediction), drop or quarantine");
  }

  /** The file that the running task reads, if it reads one. */
  private static String place() {
    String file = InputFileBlockHolder.getInputFilePath().toString();
    return file.isEmpty() ? "" : file + ": ";
  }

  private static String detail(Scoring scoring, Feature feature, InvalidReason reason) {
    return switch (reason) {
      case LENGTH -> scoring.inputs().lengths(feature);
      case RANGE -> " " + feature.expectations().range();
      case VALUE -> " " + feature.expectations().allowed();
      case NULL, NAN, INFINITE, INDEX -> "";
    };
  }
}
