package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Each number of the input is the index of a row of {@code embeddings}, truncated toward zero; the
 * rows come out along a new last axis.
 *
 * @param maskZero whether steps of index 0 are masked
 * @param embeddings shape (input_dim, output_dim)
 */
public record Embedding(String name, boolean maskZero, Tensor embeddings) implements Layer {

  public Embedding {
    if (embeddings.shape().rank() != 2) {
      throw new InvalidLayerException(
          "Embedding '%s' has embeddings of shape %s; (input_dim, output_dim) is needed"
              .formatted(name, embeddings.shape()));
    }
  }

  @Override
  public Shape outputShape(Shape input) {
    return input.with(input.rank(), embeddings.shape().last());
  }

  @Override
  public Optional<Shape> outputMask(Signal input) {
    return maskZero ? Optional.of(input.shape()) : Optional.empty();
  }

  @Override
  public List<Operation> operations(Signal input, Kernels kernels) {
    return List.of(new Lookup(input.shape().size(), embeddings, maskZero));
  }

  @Override
  public OptionalInt indices() {
    return OptionalInt.of(embeddings.shape().dim(0));
  }

  @Override
  public long parameters() {
    return embeddings.size();
  }
}
