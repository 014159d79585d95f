package io.forwardpass.nn;

import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** Numbers, weights and options at random; the same ones for the same seed. */
final class Draw {
  private final Random random;

  Draw(long seed) {
    this.random = new Random(seed);
  }

  /** Both ends included. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  boolean coin() {
    return random.nextBoolean();
  }

  /** Once in so many times. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  @SafeVarargs
  final <T> T of(T... values) {
    return values[random.nextInt(values.length)];
  }

  <T> T of(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  List<Integer> times(int count, IntSupplier number) {
    return IntStream.range(0, count).mapToObj(index -> number.getAsInt()).toList();
  }

  float[] values(int count) {
    float[] values = new float[count];
    for (int index = 0; index < count; index++) {
      values[index] = (float) random.nextGaussian();
    }
    return values;
  }

  Tensor tensor(Shape shape) {
    return Tensor.of(shape, values(shape.size()));
  }

  /** Weights for so many inputs of a sum, which leave numbers as large as they come. */
  Tensor kernel(int inputs, Shape shape) {
    float[] values = values(shape.size());
    for (int index = 0; index < values.length; index++) {
      values[index] /= (float) Math.sqrt(inputs);
    }
    return Tensor.of(shape, values);
  }

  /** Numbers of 0.5 and more: variances. */
  Tensor positive(Shape shape) {
    float[] values = values(shape.size());
    for (int index = 0; index < values.length; index++) {
      values[index] = Math.abs(values[index]) + 0.5f;
    }
    return Tensor.of(shape, values);
  }

  /** Any function that works on that many features. */
  ActivationFunction function(int features) {
    NamedActivation function = of(NamedActivation.values());
    if (oneIn(4)) {
      return new LeakyReLU("leaky", 0.1f);
    }
    return function == NamedActivation.GLU && features % 2 == 1 ? NamedActivation.MISH : function;
  }

  DataFormat format() {
    return of(DataFormat.values());
  }

  /** The same axis as Keras counts it, from either end. */
  int axis(int axis, int rank) {
    return coin() ? axis + 1 : axis - rank;
  }

  /** Some axes, at least one, in order, as Keras counts them. */
  List<Integer> axes(int rank) {
    int chosen = between(1, (1 << rank) - 1);
    return IntStream.range(0, rank)
        .filter(axis -> (chosen >> axis & 1) == 1)
        .mapToObj(axis -> axis(axis, rank))
        .toList();
  }
}
