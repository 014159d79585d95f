package io.forwardpass.nn.layers;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;
import java.util.Random;

/**
 * {@code keras.layers.Embedding}.
 *
 * @param masksZero whether steps of index 0 are masked
 */
public record Embedding(
    LayerOptions options, int inputDim, int outputDim, boolean masksZero, Initializer initializer)
    implements ConfigurableLayer<Embedding> {

  public Embedding {
    if (inputDim < 1 || outputDim < 1) {
      throw new InvalidLayerException(
          "Embedding has %s indices and %s outputs; 1 or more are needed"
              .formatted(inputDim, outputDim));
    }
  }

  /**
   * A table of features.
   *
   * @param inputDim one more than the largest index
   * @param outputDim the features of each index
   */
  public static Embedding of(int inputDim, int outputDim) {
    return new Embedding(
        LayerOptions.NONE, inputDim, outputDim, false, NamedInitializer.RANDOM_UNIFORM);
  }

  @Override
  public Embedding with(LayerOptions changed) {
    return new Embedding(changed, inputDim, outputDim, masksZero, initializer);
  }

  /** Masks the steps of index 0: {@code mask_zero=True}. */
  public Embedding maskZero() {
    return new Embedding(options, inputDim, outputDim, true, initializer);
  }

  /** By Keras' name: {@code random_normal}. */
  public Embedding embeddingsInitializer(String name) {
    return embeddingsInitializer(Initializer.named(name));
  }

  public Embedding embeddingsInitializer(Initializer changed) {
    return new Embedding(options, inputDim, outputDim, masksZero, changed);
  }

  @Override
  public Layer build(String name, Shape input, Random random) {
    return new io.forwardpass.nn.Embedding(
        name, masksZero, initializer.tensor(Shape.of(inputDim, outputDim), random));
  }
}
