package io.forwardpass.spark;

import io.forwardpass.keras.KerasModel;
import io.forwardpass.nn.Shape;
import io.forwardpass.spark.batch.Inputs;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a model takes, as far as its features must know.
 *
 * @param shape of a row; where the number of steps is open, for the fewest
 * @param openSteps whether a row may have any number of steps
 * @param maxLength the steps that sequences are padded to; empty for those that the model takes
 * @param model for messages
 */
record ModelInput(
    Shape shape,
    boolean openSteps,
    PadSequences padSequences,
    OptionalInt maxLength,
    String model) {

  /**
   * The input of a model, once the options for sequences have been held against it.
   *
   * @throws IncompatibleTableException if these do not fit
   */
  static ModelInput of(
      KerasModel model, String uri, PadSequences padSequences, OptionalInt maxLength) {
    Shape shape = model.network().input();
    ModelInput input = new ModelInput(shape, model.openSteps(), padSequences, maxLength, uri);
    if (padSequences == PadSequences.NONE) {
      if (maxLength.isPresent()) {
        throw new IncompatibleTableException(
            "a maximum length of %s without padding; say where shorter sequences are padded with pad-sequences pre or post"
                .formatted(maxLength.getAsInt()));
      }
    } else if (model.openSteps() && maxLength.isEmpty()) {
      throw new IncompatibleTableException(
          "sequences are to be padded, and %s takes any number of steps; give the number with max-length"
              .formatted(uri));
    } else if (maxLength.isPresent() && !input.takes(maxLength.getAsInt())) {
      throw new IncompatibleTableException(
          "a maximum length of %s; %s takes %s%s steps"
              .formatted(
                  maxLength.getAsInt(), uri, model.openSteps() ? "at least " : "", shape.dim(0)));
    }
    return input;
  }

  private boolean takes(int steps) {
    return openSteps ? steps >= shape.dim(0) : steps == shape.dim(0);
  }

  int perStep() {
    return shape.size() / shape.dim(0);
  }

  /** Whether one array column holds sequences of lengths of their own. */
  boolean isPadded() {
    return padSequences != PadSequences.NONE;
  }

  /** For features that fill a shape of fixed length. */
  Inputs fixed(int numbers) {
    return openSteps
        ? new Inputs(shape.withAxis(0, numbers / perStep()).dims(), Inputs.Steps.FIXED)
        : new Inputs(shape.dims(), Inputs.Steps.FIXED);
  }

  /** For a column of sequences. */
  Inputs sequences() {
    List<Integer> padded = shape.withAxis(0, maxLength.orElse(shape.dim(0))).dims();
    return switch (padSequences) {
      case NONE -> new Inputs(shape.dims(), Inputs.Steps.ANY);
      case PRE -> new Inputs(padded, Inputs.Steps.PADDED_BEFORE);
      case POST -> new Inputs(padded, Inputs.Steps.PADDED_BEHIND);
    };
  }
}
