package io.forwardpass.nn;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What goes from one layer of the {@link NaiveTwin} to the next.
 *
 * @param mask 0 where a step does not count, else 1
 */
record NaiveSignal(NaiveArray array, Optional<NaiveArray> mask) {

  static NaiveSignal unmasked(NaiveArray array) {
    return new NaiveSignal(array, Optional.empty());
  }

  /** Other numbers under the same mask. */
  NaiveSignal map(UnaryOperator<NaiveArray> function) {
    return new NaiveSignal(function.apply(array), mask);
  }

  NaiveSignal withoutMask() {
    return unmasked(array);
  }

  boolean counts(int step) {
    return mask.isEmpty() || mask.get().at(step) != 0;
  }
}
