package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;

/**
 * A recurrent layer that goes along the steps and another one that goes back, merged step by step.
 *
 * @param backward with {@link Recurrent#goBackwards} opposite to that of {@code forward}
 * @param masked what masked steps give, which Keras' versions decide differently
 */
public record Bidirectional(
    String name,
    RecurrentLayer forward,
    RecurrentLayer backward,
    MergeMode mergeMode,
    MaskedSteps masked)
    implements Layer {

  /** What masked steps give. */
  public enum MaskedSteps {
    /** Zeros where all steps are returned, else the step before: Keras 3 and tf.keras 2. */
    ZERO_IN_SEQUENCES,
    /** As the two layers say: Keras before 2.3. */
    AS_CONFIGURED
  }

  public Bidirectional {
    boolean sequences = forward.options().returnSequences();
    if (sequences != backward.options().returnSequences()
        || forward.options().goBackwards() == backward.options().goBackwards()) {
      throw new InvalidLayerException(
          "Bidirectional '%s' has layers that return different things, or go the same way"
              .formatted(name));
    }
    if (mergeMode != MergeMode.CONCAT && forward.cell().units() != backward.cell().units()) {
      throw new InvalidLayerException(
          "Bidirectional '%s' merges %s units with %s"
              .formatted(name, forward.cell().units(), backward.cell().units()));
    }
  }

  private boolean returnSequences() {
    return forward.options().returnSequences();
  }

  private int units() {
    int units = forward.cell().units();
    return mergeMode == MergeMode.CONCAT ? units + backward.cell().units() : units;
  }

  @Override
  public Shape outputShape(Shape input) {
    backward.outputShape(input);
    return forward.outputShape(input).withLast(units());
  }

  @Override
  public Optional<Shape> outputMask(Signal input) {
    return forward.outputMask(input);
  }

  @Override
  public List<Operation> operations(Signal input, Kernels kernels) {
    int outputStep = returnSequences() ? units() : 0;
    Recurrence.Order backwards = order(backward);
    return List.of(
        new BidirectionalOperation(
            forward.recurrence(input, order(forward), outputStep, masked(forward), kernels),
            backward.recurrence(
                input,
                returnSequences() ? backwards.flipped() : backwards,
                outputStep,
                masked(backward),
                kernels),
            mergeMode));
  }

  private static Recurrence.Order order(RecurrentLayer layer) {
    return layer.options().goBackwards() ? Recurrence.Order.BACKWARDS : Recurrence.Order.FORWARDS;
  }

  private Recurrence.Masked masked(RecurrentLayer layer) {
    boolean zero =
        masked == MaskedSteps.ZERO_IN_SEQUENCES
            ? returnSequences()
            : layer.options().zeroOutputForMask();
    return zero ? Recurrence.Masked.ZERO : Recurrence.Masked.REPEATED;
  }

  @Override
  public long parameters() {
    return forward.parameters() + backward.parameters();
  }

  @Override
  public long flops(Shape input) {
    return forward.flops(input) + backward.flops(input);
  }
}
