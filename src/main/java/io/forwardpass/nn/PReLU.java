package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;

/**
 * {@code x > 0 ? x : alpha · x} with an alpha of its own for each element.
 *
 * @param alpha the input's shape, of length 1 on shared axes
 */
public record PReLU(String name, Tensor alpha) implements Layer {
  @Override
  public Shape outputShape(Shape input) {
    Broadcast.check(alpha.shape(), input, "PReLU '" + name + "': alpha");
    return input;
  }

  @Override
  public Optional<Shape> outputMask(Signal input) {
    return input.mask();
  }

  @Override
  public List<Operation> operations(Signal input, Kernels kernels) {
    return List.of(new SlopesOperation(Broadcast.expand(alpha, input.shape())));
  }

  @Override
  public long parameters() {
    return alpha.size();
  }

  @Override
  public long flops(Shape input) {
    return input.size();
  }
}
