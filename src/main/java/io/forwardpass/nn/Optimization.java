package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The same function of the inputs in fewer steps: nested networks unfolded, layers that do nothing
 * left out, a BatchNormalization folded into the weights before it, an activation computed while
 * its numbers are still in the cache, and of several reshapes in a row the last alone.
 */
final class Optimization {
  private Optimization() {}

  /** A network that gives the same numbers, but for rounding. */
  static Sequential of(Sequential model) {
    List<Layer> layers = new ArrayList<>();
    Signal signal = Signal.of(model.input());
    for (Layer layer : unfolded(model)) {
      Signal next = signal.through(layer);
      int last = layers.size() - 1;
      Optional<Layer> merged =
          last < 0 ? Optional.empty() : merged(layers.get(last), layer, signal.shape());
      if (merged.isPresent()) {
        layers.set(last, merged.get());
      } else if (!isIdentity(layer) || !next.equals(signal)) {
        layers.add(layer);
      }
      signal = next;
    }
    return layers.isEmpty() ? model : new Sequential(model.name(), model.input(), layers);
  }

  private static List<Layer> unfolded(Sequential model) {
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : model.layers()) {
      if (layer instanceof Sequential nested) {
        layers.addAll(unfolded(nested));
      } else {
        layers.add(layer);
      }
    }
    return layers;
  }

  private static boolean isIdentity(Layer layer) {
    return layer instanceof InferenceIdentity
        || (layer instanceof Activation activation
            && activation.activation() == NamedActivation.LINEAR);
  }

  /**
   * One layer for two; empty where it takes both.
   *
   * @param between the shape that goes from the one to the other
   */
  private static Optional<Layer> merged(Layer first, Layer second, Shape between) {
    if (isReshape(first) && isReshape(second)) {
      return Optional.of(second);
    }
    if (!(first instanceof Weighted weighted) || weighted.activation() != NamedActivation.LINEAR) {
      return Optional.empty();
    }
    if (second instanceof Activation activation) {
      return Optional.of(weighted.withActivation(activation.activation()));
    } else if (second instanceof ActivationLayer activation) {
      return Optional.of(weighted.withActivation(activation));
    } else if (second instanceof BatchNormalization normalization
        && Axis.within(between, normalization.axis(), normalization.name())
            == weighted.unitsAxis(between)) {
      return Optional.of(folded(weighted, normalization));
    }
    return Optional.empty();
  }

  private static boolean isReshape(Layer layer) {
    return layer instanceof Reshape
        || (layer instanceof Flatten flatten && flatten.dataFormat() == DataFormat.CHANNELS_LAST);
  }

  /** {@code (x · k + b − mean) · m + beta = x · (k · m) + ((b − mean) · m + beta)}. */
  private static Layer folded(Weighted layer, BatchNormalization normalization) {
    double[] factors = normalization.factors();
    float[] bias = new float[factors.length];
    for (int unit = 0; unit < factors.length; unit++) {
      double centered =
          (double) layer.bias().values()[unit] - normalization.movingMean().values()[unit];
      bias[unit] = (float) (centered * factors[unit] + normalization.beta().values()[unit]);
    }
    return layer.withWeights(layer.scaled(factors), Tensor.of(layer.bias().shape(), bias));
  }
}
