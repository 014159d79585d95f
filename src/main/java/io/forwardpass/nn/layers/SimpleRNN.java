package io.forwardpass.nn.layers;

import io.forwardpass.nn.Layer;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.SimpleRNNCell;
import java.util.Random;

/** {@code keras.layers.SimpleRNN}. */
public record SimpleRNN(LayerOptions options, Weighting weighting, Recurrence recurrence)
    implements SteppedLayer<SimpleRNN> {

  public static SimpleRNN of(int units) {
    return new SimpleRNN(
        LayerOptions.NONE, Weighting.of(NamedActivation.TANH), Recurrence.of(units));
  }

  @Override
  public SimpleRNN with(LayerOptions changed) {
    return new SimpleRNN(changed, weighting, recurrence);
  }

  @Override
  public SimpleRNN with(Weighting changed) {
    return new SimpleRNN(options, changed, recurrence);
  }

  @Override
  public SimpleRNN with(Recurrence changed) {
    return new SimpleRNN(options, weighting, changed);
  }

  @Override
  public Layer build(String name, Shape input, Random random) {
    return new io.forwardpass.nn.SimpleRNN(
        name,
        new SimpleRNNCell(
            name,
            weighting.activation(),
            weighting.useBias(),
            recurrence.kernel(1, input, weighting, random),
            recurrence.recurrentKernel(1, random),
            weighting.bias(Shape.of(recurrence.units()), random)),
        recurrence.options());
  }
}
