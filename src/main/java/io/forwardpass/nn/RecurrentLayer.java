package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;

/** The layers that take a cell along the steps of a sequence. */
public sealed interface RecurrentLayer extends Layer permits GRU, LSTM, RNN, SimpleRNN {

  Cell cell();

  Recurrent options();

  @Override
  default Shape outputShape(Shape input) {
    if (input.rank() != 2 || input.last() != cell().inputs()) {
      throw new InvalidLayerException(
          "%s '%s' takes steps of %s features and gets shape %s"
              .formatted(className(), name(), cell().inputs(), input));
    }
    return options().returnSequences()
        ? Shape.of(input.dim(0), cell().units())
        : Shape.of(cell().units());
  }

  @Override
  default Optional<Shape> outputMask(Signal input) {
    checkMask(input);
    return options().returnSequences() ? input.mask() : Optional.empty();
  }

  private void checkMask(Signal input) {
    Shape steps = Shape.of(input.shape().dim(0));
    if (input.mask().isPresent() && !input.mask().get().equals(steps)) {
      throw new InvalidLayerException(
          "%s '%s' gets a mask of shape %s for steps of shape %s"
              .formatted(className(), name(), input.mask().get(), steps));
    }
  }

  @Override
  default List<Operation> operations(Signal input, Kernels kernels) {
    Recurrence.Order order =
        options().goBackwards() ? Recurrence.Order.BACKWARDS : Recurrence.Order.FORWARDS;
    Recurrence.Masked masked =
        options().zeroOutputForMask() ? Recurrence.Masked.ZERO : Recurrence.Masked.REPEATED;
    int units = cell().units();
    return List.of(
        recurrence(input, order, options().returnSequences() ? units : 0, masked, kernels));
  }

  /**
   * The layer's operation with another order or place of the outputs than its own.
   *
   * @param masked what masked steps give where the input has a mask
   */
  default Recurrence recurrence(
      Signal input,
      Recurrence.Order order,
      int outputStep,
      Recurrence.Masked masked,
      Kernels kernels) {
    Recurrence.Masked masking = input.mask().isPresent() ? masked : Recurrence.Masked.NEVER;
    return new Recurrence(
        cell().step(0, cell().inputs(), kernels),
        input.shape().dim(0),
        cell().inputs(),
        cell().units(),
        order,
        outputStep,
        masking);
  }

  @Override
  default long parameters() {
    return cell().parameters();
  }

  @Override
  default long flops(Shape input) {
    return input.dim(0) * cell().flops();
  }
}
