package io.forwardpass.spark.batch;

import org.apache.spark.TaskContext;
import org.apache.spark.rdd.InputFileBlockHolder;

/** A row that cannot be scored, under {@link OnInvalid#FAIL} or {@link Policy#FAIL}. */
public final class InvalidRowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidRowException(Scoring scoring, int feature, InvalidReason reason) {
    super(message(scoring, scoring.features().get(feature), reason));
  }

  /**
   * A row whose features are sound, and of which the model makes what is no finite number.
   *
   * @param file that it comes from; empty where it comes from none
   * @param output the label of the output, or its number
   */
  InvalidRowException(String file, String output, float value) {
    super(
        ("%soutput '%s' of the model is %s for a row whose features are all finite numbers; they, or"
                + " the model's weights, are too large for floats; to go on without such rows set"
                + " on-invalid to null (kept, without a prediction), drop or quarantine")
            .formatted(
                file.isEmpty()
                    ? "partition %s: ".formatted(TaskContext.getPartitionId())
                    : place(file),
                output,
                value));
  }

  private static String message(Scoring scoring, Feature feature, InvalidReason reason) {
    String found =
        "%sfeature '%s' holds %s%s; "
            .formatted(
                place(file()), feature.column(), reason.phrase(), detail(scoring, feature, reason));
    return found
        + (feature.expectations().policies().containsKey(reason)
            ? "its expectation says that the run fails; to go on, let it say expect, drop,"
                + " quarantine or impute"
            : "every feature must be a finite number; to go on without such rows set on-invalid to"
                + " null (kept, without a prediction), drop or quarantine");
  }

  /** The file that the running task reads at the moment; empty where it reads none. */
  static String file() {
    return InputFileBlockHolder.getInputFilePath().toString();
  }

  private static String place(String file) {
    return file.isEmpty() ? "" : file + ": ";
  }

  private static String detail(Scoring scoring, Feature feature, InvalidReason reason) {
    return switch (reason) {
      case LENGTH -> scoring.inputs().lengths(feature);
      case RANGE -> " " + feature.expectations().range();
      case VALUE -> " " + feature.expectations().allowed();
      case NULL, NAN, INFINITE, INDEX, OUTPUT -> "";
    };
  }
}
