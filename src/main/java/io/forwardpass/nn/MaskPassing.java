package io.forwardpass.nn;

import java.util.Optional;

/** Whether a mask comes out of a layer beside the numbers, where Keras' versions differ. */
public enum MaskPassing {
  /** As in Keras 3. */
  PASSED,
  /** As in tf.keras 2. */
  DROPPED;

  Optional<Shape> outputMask(Signal input) {
    return this == PASSED ? input.mask() : Optional.empty();
  }
}
