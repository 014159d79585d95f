package io.forwardpass.nn.layers;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Padding;
import io.forwardpass.nn.Window;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Windows as Keras has them by default. */
final class Windows {
  private Windows() {}

  /** Of a convolution: it moves by one, without gaps. */
  static Window ofConvolution(int rank, int... size) {
    List<Integer> ones = axes(rank, 1);
    return new Window(axes(rank, size), ones, ones, Padding.VALID);
  }

  /** Of a pooling layer: it moves by its own size. */
  static Window ofPool(int rank, int... size) {
    List<Integer> sizes = axes(rank, size);
    return new Window(sizes, sizes, axes(rank, 1), Padding.VALID);
  }

  /** A number for each axis, where one stands for all. */
  static List<Integer> axes(int rank, int... numbers) {
    if (numbers.length == 1) {
      return Collections.nCopies(rank, numbers[0]);
    }
    if (numbers.length != rank) {
      throw new InvalidLayerException(
          "a window over %s axes is given the numbers %s; one is needed, or one for each axis"
              .formatted(rank, Arrays.toString(numbers)));
    }
    return Arrays.stream(numbers).boxed().toList();
  }
}
