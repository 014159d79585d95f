package io.forwardpass.nn;

import java.util.List;

/**
 * One layer of a {@link Sequential} network, valid from its constructor on: a record named as the
 * Keras class that it stands for, with its weights.
 *
 * <p>Shapes leave the batch axis out. Constructors and {@link #outputShape} throw {@link
 * InvalidLayerException} where the layer contradicts itself or does not fit its input.
 */
public sealed interface Layer
    permits Activation,
        BatchNormalization,
        Dense,
        ELU,
        Flatten,
        InferenceIdentity,
        LeakyReLU,
        Normalization,
        ReLU,
        Rescaling,
        Reshape,
        Softmax,
        ThresholdedReLU {

  /** The layer's own name in its model, as the user gave it or as Keras chose it. */
  String name();

  /** The Keras {@code class_name}. */
  default String className() {
    return getClass().getSimpleName();
  }

  /** The shape that comes out when {@code input} goes in. */
  Shape outputShape(Shape input);

  /**
   * What the forward pass runs for this layer, in order; empty where the numbers stay as they are.
   */
  List<Operation> operations(Shape input, Kernels kernels);

  /** The number of weights, trainable or not, as Keras counts them. */
  default long parameters() {
    return 0;
  }

  /** Floating-point operations for one row; a multiplication with its addition counts two. */
  default long flops(Shape input) {
    return 0;
  }
}
