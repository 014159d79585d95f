package io.forwardpass.keras;

import io.forwardpass.nn.Tensor;
import java.util.List;

/** The weights of one layer, taken one after the other in the order of its {@link WeightTree}. */
final class WeightSource {
  /** For a layer without weights. */
  static final WeightSource NONE =
      new WeightSource(
          List.of(),
          (index, name, shapes) -> {
            throw new IllegalStateException("there are no weights");
          });

  private final List<String> names;
  private final Reader reader;
  private int next;

  /** Finds and reads a weight. */
  @FunctionalInterface
  interface Reader {
    /**
     * The weight's values, once its shape has been checked.
     *
     * @param index the weight's number in the order of the tree
     * @param name for messages
     * @param shapes that it may have; the first is Keras' own
     */
    Tensor read(int index, String name, List<List<Integer>> shapes);
  }

  WeightSource(List<String> names, Reader reader) {
    this.names = names;
    this.reader = reader;
  }

  /** The next weight; a single number, which has no axes, comes with shape (1,). */
  Tensor next(List<Integer> shape) {
    return nextOneOf(List.of(shape));
  }

  Tensor next(Integer... shape) {
    return next(List.of(shape));
  }

  /** The next weight where older versions of Keras stored it in another shape. */
  Tensor nextOneOf(List<List<Integer>> shapes) {
    int index = next++;
    if (index >= names.size()) {
      throw new IllegalStateException("a weight was asked for that the layer has not declared");
    }
    return reader.read(index, names.get(index), shapes);
  }
}
