package io.forwardpass.keras;

import java.util.Locale;

/**
 * What Keras 1 and 2 computed a model with. Theano turned the kernels of convolutions by half, and
 * files of Keras 1 do not say whether it was there.
 */
public enum ModelBackend {
  /** As the file says, or the names of its weights. */
  AUTO,
  TENSORFLOW,
  THEANO;

  /** As Keras spells it. */
  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
