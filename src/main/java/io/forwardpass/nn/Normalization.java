package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;

/**
 * {@code (x − mean) / max(sqrt(variance), 1e-7)}, or with {@code invert} {@code mean + x ·
 * max(sqrt(variance), 1e-7)}.
 *
 * @param mean shape that broadcasts against the input from the right: axes that are not kept have
 *     length 1
 * @param variance the shape of {@code mean}
 * @param counted the number of stored weights as Keras counts them: mean, variance and count, or 0
 *     where they stand in the config
 */
public record Normalization(
    String name, boolean invert, Tensor mean, Tensor variance, long counted, MaskPassing mask)
    implements Layer {

  /** With the mask passed on. */
  public Normalization(String name, boolean invert, Tensor mean, Tensor variance, long counted) {
    this(name, invert, mean, variance, counted, MaskPassing.PASSED);
  }

  public Normalization {
    if (!mean.shape().equals(variance.shape())) {
      throw new InvalidLayerException(
          "Normalization '%s' has mean %s and variance %s; the shapes must be equal"
              .formatted(name, mean.shape(), variance.shape()));
    }
  }

  @Override
  public Shape outputShape(Shape input) {
    Broadcast.check(mean.shape(), input, "Normalization '" + name + "': mean");
    return input;
  }

  @Override
  public Optional<Shape> outputMask(Signal input) {
    return mask.outputMask(input);
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    Shape input = signal.shape();
    Tensor center = Broadcast.expand(mean, input);
    float[] factors = Broadcast.expand(variance, input).values().clone();
    for (int element = 0; element < factors.length; element++) {
      double deviation = Math.max(Math.sqrt(factors[element]), 1e-7);
      factors[element] = (float) (invert ? deviation : 1 / deviation);
    }
    Tensor scale = Tensor.of(input, factors);
    Tensor zeros = Tensor.zeros(input);
    return List.of(invert ? new Affine(zeros, scale, center) : new Affine(center, scale, zeros));
  }

  @Override
  public long parameters() {
    return counted;
  }

  @Override
  public long flops(Shape input) {
    return 2L * input.size();
  }
}
