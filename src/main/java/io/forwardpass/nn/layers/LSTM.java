package io.forwardpass.nn.layers;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.LSTMCell;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.Arrays;
import java.util.Random;

/**
 * {@code keras.layers.LSTM}.
 *
 * @param unitForgetBias whether the bias of the forget gate starts at 1
 */
public record LSTM(
    LayerOptions options,
    Weighting weighting,
    Recurrence recurrence,
    ActivationFunction recurrentActivation,
    boolean unitForgetBias)
    implements SteppedLayer<LSTM> {
  private static final int GATES = 4;

  public static LSTM of(int units) {
    return new LSTM(
        LayerOptions.NONE,
        Weighting.of(NamedActivation.TANH),
        Recurrence.of(units),
        NamedActivation.SIGMOID,
        true);
  }

  @Override
  public LSTM with(LayerOptions changed) {
    return new LSTM(changed, weighting, recurrence, recurrentActivation, unitForgetBias);
  }

  @Override
  public LSTM with(Weighting changed) {
    return new LSTM(options, changed, recurrence, recurrentActivation, unitForgetBias);
  }

  @Override
  public LSTM with(Recurrence changed) {
    return new LSTM(options, weighting, changed, recurrentActivation, unitForgetBias);
  }

  /** The activation of the gates by Keras' name: {@code hard_sigmoid}. */
  public LSTM recurrentActivation(String name) {
    return new LSTM(options, weighting, recurrence, Activation.named(name), unitForgetBias);
  }

  /** The bias of the forget gate starts as that of the others: {@code unit_forget_bias=False}. */
  public LSTM withoutUnitForgetBias() {
    return new LSTM(options, weighting, recurrence, recurrentActivation, false);
  }

  @Override
  public Layer build(String name, Shape input, Random random) {
    return new io.forwardpass.nn.LSTM(
        name,
        new LSTMCell(
            name,
            weighting.activation(),
            recurrentActivation,
            weighting.useBias(),
            recurrence.kernel(GATES, input, weighting, random),
            recurrence.recurrentKernel(GATES, random),
            bias(random)),
        recurrence.options());
  }

  /** Of the gates i, f, c, o. */
  private Tensor bias(Random random) {
    int units = recurrence.units();
    Tensor bias = weighting.bias(Shape.of(GATES * units), random);
    if (!weighting.useBias() || !unitForgetBias) {
      return bias;
    }
    float[] values = bias.values().clone();
    Arrays.fill(values, units, 2 * units, 1f);
    return Tensor.of(bias.shape(), values);
  }
}
