package io.forwardpass.nn.layers;

import io.forwardpass.nn.Recurrent;

/**
 * What can be said of layers that go along steps. Each method gives a changed copy.
 *
 * @param <S> the layer itself
 */
public interface SteppedLayer<S extends SteppedLayer<S>> extends WeightedLayer<S> {

  Recurrence recurrence();

  S with(Recurrence recurrence);

  /** By Keras' name: {@code glorot_uniform}. */
  default S recurrentInitializer(String name) {
    return recurrentInitializer(Initializer.named(name));
  }

  default S recurrentInitializer(Initializer initializer) {
    return with(new Recurrence(recurrence().units(), initializer, recurrence().options()));
  }

  /** Gives the outputs of each step, not of the last one alone: {@code return_sequences=True}. */
  default S returnSequences() {
    Recurrent was = recurrence().options();
    return with(new Recurrent(true, was.goBackwards(), was.zeroOutputForMask()));
  }

  /** Takes the last step first: {@code go_backwards=True}. */
  default S goBackwards() {
    Recurrent was = recurrence().options();
    return with(new Recurrent(was.returnSequences(), true, was.zeroOutputForMask()));
  }

  private S with(Recurrent options) {
    return with(new Recurrence(recurrence().units(), recurrence().initializer(), options));
  }
}
