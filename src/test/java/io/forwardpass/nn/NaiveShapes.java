package io.forwardpass.nn;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Layers that look numbers up, order them or leave them out, for the {@link NaiveTwin}. */
final class NaiveShapes {
  private NaiveShapes() {}

  static NaiveArray forward(Layer layer, NaiveArray x) {
    if (layer instanceof Flatten flatten) {
      boolean first = flatten.dataFormat() == DataFormat.CHANNELS_FIRST && x.rank() > 1;
      NaiveArray ordered = first ? x.firstAxisMovedToTheEnd() : x;
      return ordered.reshaped(ordered.values().length);
    } else if (layer instanceof Reshape reshape) {
      return x.reshaped(dims(reshape.targetShape(), x.values().length));
    } else if (layer instanceof Permute permute) {
      return x.transposed(permute.dims().stream().mapToInt(dim -> dim - 1).toArray());
    } else if (layer instanceof RepeatVector repeat) {
      return NaiveArray.stack(Collections.nCopies(repeat.n(), x));
    }
    throw new AssertionError(layer);
  }

  private static int[] dims(List<Integer> target, int size) {
    int known = target.stream().filter(dim -> dim != -1).reduce(1, (a, b) -> a * b);
    return target.stream().mapToInt(dim -> dim == -1 ? size / known : dim).toArray();
  }

  /** A step counts where any feature is not the value. */
  static NaiveSignal masking(Masking masking, NaiveArray x) {
    int[] steps = Arrays.copyOf(x.dims(), x.rank() - 1);
    NaiveArray mask =
        NaiveArray.each(
            steps,
            step -> {
              for (int feature = 0; feature < x.last(); feature++) {
                if (x.at(NaiveArray.join(step, feature)) != masking.maskValue()) {
                  return 1;
                }
              }
              return 0;
            });
    NaiveArray masked =
        NaiveArray.each(
            x.dims(), index -> mask.at(Arrays.copyOf(index, steps.length)) == 0 ? 0 : x.at(index));
    return new NaiveSignal(masked, Optional.of(mask));
  }

  static NaiveSignal embedding(Embedding embedding, NaiveArray x) {
    NaiveArray table = NaiveArray.of(embedding.embeddings());
    NaiveArray rows =
        NaiveArray.each(
            NaiveArray.join(x.dims(), table.last()),
            index -> {
              int[] position = Arrays.copyOf(index, index.length - 1);
              return table.at((int) x.at(position), index[index.length - 1]);
            });
    NaiveArray mask = x.map(value -> value == 0 ? 0 : 1);
    return new NaiveSignal(rows, embedding.maskZero() ? Optional.of(mask) : Optional.empty());
  }
}
