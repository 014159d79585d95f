package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One layer of a {@link Sequential} network, valid from its constructor on: a record named as the
 * Keras class that it stands for, with its weights.
 *
 * <p>Shapes leave the batch axis out. Constructors and {@link #outputShape} throw {@link
 * InvalidLayerException} where the layer contradicts itself or does not fit its input.
 */
public sealed interface Layer
    permits Activation,
        ActivationLayer,
        BatchNormalization,
        Bidirectional,
        ConvolutionLayer,
        Cropping,
        Embedding,
        Flatten,
        GlobalPooling,
        GroupNormalization,
        InferenceIdentity,
        LayerNormalization,
        Masking,
        Normalization,
        PReLU,
        Permute,
        Pooling,
        RMSNormalization,
        RecurrentLayer,
        RepeatVector,
        Rescaling,
        Reshape,
        Sequential,
        TimeDistributed,
        UnitNormalization,
        UpSampling,
        Weighted,
        ZeroPadding {

  /** The layer's own name in its model, as the user gave it or as Keras chose it. */
  String name();

  /** The Keras {@code class_name}. */
  default String className() {
    return getClass().getSimpleName();
  }

  /** The shape that comes out when {@code input} goes in. */
  Shape outputShape(Shape input);

  /**
   * The mask that comes out beside the numbers. Most layers drop the one that goes in.
   *
   * @throws InvalidLayerException where Keras cannot compute the layer with that mask
   */
  default Optional<Shape> outputMask(Signal input) {
    return Optional.empty();
  }

  /**
   * What the forward pass runs for this layer, in order; empty where the numbers stay as they are.
   */
  List<Operation> operations(Signal input, Kernels kernels);

  /**
   * The activation that the layer's outputs come from; empty where it only hands numbers on, so
   * that the layer before decides.
   */
  default Optional<ActivationFunction> outputActivation() {
    return Optional.of(NamedActivation.LINEAR);
  }

  /**
   * Where the layer's inputs are indices: one more than the largest. The caller must not run the
   * forward pass on others.
   */
  default OptionalInt indices() {
    return OptionalInt.empty();
  }

  /** The number of weights, trainable or not, as Keras counts them. */
  default long parameters() {
    return 0;
  }

  /** Floating-point operations for one row; a multiplication with its addition counts two. */
  default long flops(Shape input) {
    return 0;
  }
}
