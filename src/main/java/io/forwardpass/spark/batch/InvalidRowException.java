package io.forwardpass.spark.batch;

/** A row that cannot be scored, under {@link OnInvalid#FAIL}. */
public final class InvalidRowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidRowException(Scoring scoring, int feature, InvalidReason reason) {
    super(
        ("feature '%s' holds %s%s; every feature must be a finite number; to go on without such"
                + " rows set on-invalid to null (kept, without a prediction) or drop")
            .formatted(
                scoring.features().get(feature).column(),
                reason.phrase(),
                detail(scoring, scoring.features().get(feature), reason)));
  }

  private static String detail(Scoring scoring, Feature feature, InvalidReason reason) {
    return switch (reason) {
      case LENGTH -> scoring.inputs().lengths(feature);
      case RANGE -> " " + feature.range();
      case NULL, NAN, INFINITE, INDEX -> "";
    };
  }
}
