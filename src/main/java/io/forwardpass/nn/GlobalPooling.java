package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * {@code GlobalMaxPooling1D} to {@code 3D} and {@code GlobalAveragePooling1D} to {@code 3D}: one
 * number a channel. {@code GlobalAveragePooling1D} counts only the steps that a mask leaves.
 *
 * @param keepdims whether the spatial axes stay, with length 1
 */
public record GlobalPooling(
    String name, Pool pool, int spatialAxes, DataFormat dataFormat, boolean keepdims)
    implements Layer {

  @Override
  public String className() {
    return "Global" + pool.word() + "Pooling" + spatialAxes + "D";
  }

  private Grid grid(Shape input) {
    return Grid.of(input, spatialAxes, dataFormat, "%s '%s'".formatted(className(), name));
  }

  @Override
  public Shape outputShape(Shape input) {
    Grid grid = grid(input);
    return keepdims
        ? grid.withLengths(Collections.nCopies(spatialAxes, 1)).shape()
        : Shape.of(grid.channels());
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    Grid grid = grid(signal.shape());
    if (isMasked(signal, grid)) {
      return List.of(new MaskedMeans(grid));
    }
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < spatialAxes; axis++) {
      axes.add(dataFormat == DataFormat.CHANNELS_LAST ? axis : axis + 1);
    }
    return List.of(pool.over(Groups.over(axes, signal.shape()), kernels));
  }

  private boolean isMasked(Signal signal, Grid grid) {
    Optional<Shape> mask = signal.mask();
    if (pool != Pool.AVERAGE || spatialAxes != 1 || mask.isEmpty()) {
      return false;
    }
    if (!mask.get().equals(Shape.of(grid.positions()))) {
      throw new InvalidLayerException(
          "%s '%s' gets a mask of shape %s for %d steps"
              .formatted(className(), name, mask.get(), grid.positions()));
    }
    return true;
  }

  @Override
  public long flops(Shape input) {
    return input.size();
  }
}
