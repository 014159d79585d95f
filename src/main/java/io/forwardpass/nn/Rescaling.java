package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;

/**
 * {@code x · scale + offset}.
 *
 * @param scale shape (1,) or one that broadcasts against the input from the right
 * @param offset likewise
 */
public record Rescaling(String name, Tensor scale, Tensor offset, MaskPassing mask)
    implements Layer {

  /** With the mask passed on. */
  public Rescaling(String name, Tensor scale, Tensor offset) {
    this(name, scale, offset, MaskPassing.PASSED);
  }

  @Override
  public Shape outputShape(Shape input) {
    Broadcast.check(scale.shape(), input, "Rescaling '" + name + "': scale");
    Broadcast.check(offset.shape(), input, "Rescaling '" + name + "': offset");
    return input;
  }

  @Override
  public Optional<Shape> outputMask(Signal input) {
    return mask.outputMask(input);
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    Shape input = signal.shape();
    return List.of(
        new Affine(
            Tensor.zeros(input), Broadcast.expand(scale, input), Broadcast.expand(offset, input)));
  }

  @Override
  public long flops(Shape input) {
    return 2L * input.size();
  }
}
