package io.forwardpass.nn.layers;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.GRUCell;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.Arrays;
import java.util.Random;

/**
 * {@code keras.layers.GRU}.
 *
 * @param resetAfter whether the reset gate works on the product with the state, not on the state
 */
public record GRU(
    LayerOptions options,
    Weighting weighting,
    Recurrence recurrence,
    ActivationFunction recurrentActivation,
    boolean resetAfter)
    implements SteppedLayer<GRU> {
  private static final int GATES = 3;

  public static GRU of(int units) {
    return new GRU(
        LayerOptions.NONE,
        Weighting.of(NamedActivation.TANH),
        Recurrence.of(units),
        NamedActivation.SIGMOID,
        true);
  }

  @Override
  public GRU with(LayerOptions changed) {
    return new GRU(changed, weighting, recurrence, recurrentActivation, resetAfter);
  }

  @Override
  public GRU with(Weighting changed) {
    return new GRU(options, changed, recurrence, recurrentActivation, resetAfter);
  }

  @Override
  public GRU with(Recurrence changed) {
    return new GRU(options, weighting, changed, recurrentActivation, resetAfter);
  }

  /** The activation of the gates by Keras' name: {@code hard_sigmoid}. */
  public GRU recurrentActivation(String name) {
    return new GRU(options, weighting, recurrence, Activation.named(name), resetAfter);
  }

  /** Resets the state before its product: {@code reset_after=False}. */
  public GRU resetBefore() {
    return new GRU(options, weighting, recurrence, recurrentActivation, false);
  }

  @Override
  public Layer build(String name, Shape input, Random random) {
    return new io.forwardpass.nn.GRU(
        name,
        new GRUCell(
            name,
            weighting.activation(),
            recurrentActivation,
            resetAfter,
            weighting.useBias(),
            recurrence.kernel(GATES, input, weighting, random),
            recurrence.recurrentKernel(GATES, random),
            bias(random)),
        recurrence.options());
  }

  /** Of the inputs' product and of the state's, which has none where it is reset before. */
  private Tensor bias(Random random) {
    int size = GATES * recurrence.units();
    Shape both = Shape.of(2, size);
    return resetAfter
        ? weighting.bias(both, random)
        : Tensor.of(both, Arrays.copyOf(weighting.bias(Shape.of(size), random).values(), 2 * size));
  }
}
