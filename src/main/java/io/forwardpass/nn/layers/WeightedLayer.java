package io.forwardpass.nn.layers;

import io.forwardpass.nn.ActivationFunction;

/**
 * What can be said of layers with weighted sums. Each method gives a changed copy.
 *
 * @param <S> the layer itself
 */
public interface WeightedLayer<S extends WeightedLayer<S>> extends ConfigurableLayer<S> {

  Weighting weighting();

  S with(Weighting weighting);

  /** An activation function by Keras' name: {@code relu}, {@code softmax}. */
  default S activation(String name) {
    return activation(Activation.named(name));
  }

  /** An activation function with arguments, such as a {@link io.forwardpass.nn.LeakyReLU}. */
  default S activation(ActivationFunction activation) {
    Weighting was = weighting();
    return with(
        new Weighting(activation, was.useBias(), was.kernelInitializer(), was.biasInitializer()));
  }

  /** Leaves the bias out: {@code use_bias=False}. */
  default S withoutBias() {
    Weighting was = weighting();
    return with(
        new Weighting(was.activation(), false, was.kernelInitializer(), was.biasInitializer()));
  }

  /** By Keras' name: {@code he_uniform}. */
  default S kernelInitializer(String name) {
    return kernelInitializer(Initializer.named(name));
  }

  default S kernelInitializer(Initializer initializer) {
    Weighting was = weighting();
    return with(new Weighting(was.activation(), was.useBias(), initializer, was.biasInitializer()));
  }

  /** By Keras' name: {@code ones}. */
  default S biasInitializer(String name) {
    return biasInitializer(Initializer.named(name));
  }

  default S biasInitializer(Initializer initializer) {
    Weighting was = weighting();
    return with(
        new Weighting(was.activation(), was.useBias(), was.kernelInitializer(), initializer));
  }
}
