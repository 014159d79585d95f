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
    return Grid.of(input, spatialAxes, dataFormat, this);
  }

  @Override
  public Shape outputShape(Shape input) {
    Grid grid = grid(input);
    return keepdims
        ? grid.withLengths(Collections.nCopies(spatialAxes, 1)).shape()
        : Shape.of(grid.channels());
  }

  @Override
  public Optional<Shape> outputMask(Signal input) {
    checkMask(input);
    return Optional.empty();
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    Grid grid = grid(signal.shape());
    if (isMasked(signal)) {
      return List.of(new MaskedMeans(grid));
    }
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < spatialAxes; axis++) {
      axes.add(dataFormat == DataFormat.CHANNELS_LAST ? axis : axis + 1);
    }
    return List.of(pool.over(Groups.over(axes, signal.shape()), kernels));
  }

  private boolean isMasked(Signal signal) {
    return pool == Pool.AVERAGE && spatialAxes == 1 && signal.mask().isPresent();
  }

  private void checkMask(Signal signal) {
    Shape steps = Shape.of(grid(signal.shape()).positions());
    if (isMasked(signal) && !signal.mask().orElseThrow().equals(steps)) {
      throw new InvalidLayerException(
          "%s '%s' gets a mask of shape %s for steps of shape %s"
              .formatted(className(), name, signal.mask().orElseThrow(), steps));
    }
  }

  @Override
  public long flops(Shape input) {
    return input.size();
  }
}
