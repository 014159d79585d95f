package io.forwardpass.nn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Kernels that arrange the same weights once, however many shapes of input a network is bound to.
 *
 * @param kernels what computes
 * @param products by weights
 * @param large makes the products of many weights
 */
record SharingKernels(
    Kernels kernels, Map<Weights, Product> products, BiFunction<Tensor, Tensor, Product> large)
    implements Kernels {

  /** Weights by value: layers may make them anew for each shape. */
  record Weights(Tensor kernel, Tensor bias) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Weights that
          && kernel.shape().equals(that.kernel.shape())
          && Arrays.equals(kernel.values(), that.kernel.values())
          && Arrays.equals(bias.values(), that.bias.values());
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(kernel.values()) + Arrays.hashCode(bias.values());
    }
  }

  SharingKernels(Kernels kernels, BiFunction<Tensor, Tensor, Product> large) {
    this(kernels, new HashMap<>(), large);
  }

  /** Bytes of native memory that the weights take. */
  long nativeBytes() {
    return products.values().stream().mapToLong(Product::nativeBytes).sum();
  }

  Product product(Tensor kernel, Tensor bias) {
    return products.computeIfAbsent(
        new Weights(kernel, bias), weights -> Product.of(kernel, bias, kernels, large));
  }

  @Override
  public DenseKernel dense(Tensor kernel, Tensor bias) {
    return kernels.dense(kernel, bias);
  }

  @Override
  public int mostDenseWeights() {
    return kernels.mostDenseWeights();
  }

  @Override
  public void softmax(float[] values, int[] elements, int stride, int from, int rows) {
    kernels.softmax(values, elements, stride, from, rows);
  }

  @Override
  public void logSoftmax(float[] values, int[] elements, int stride, int from, int rows) {
    kernels.logSoftmax(values, elements, stride, from, rows);
  }

  @Override
  public void add(float[] values, int x, int y, int count) {
    kernels.add(values, x, y, count);
  }

  @Override
  public void blend(float[] values, int y, int x, int z, int count) {
    kernels.blend(values, y, x, z, count);
  }

  @Override
  public void mix(float[] values, int y, int f, int x, int g, int count) {
    kernels.mix(values, y, f, x, g, count);
  }

  @Override
  public void multiply(float[] values, int x, int y, int count) {
    kernels.multiply(values, x, y, count);
  }

  @Override
  public void elu(float[] values, int from, int to, float alpha, float scale) {
    kernels.elu(values, from, to, alpha, scale);
  }

  @Override
  public void exponential(float[] values, int from, int to) {
    kernels.exponential(values, from, to);
  }

  @Override
  public boolean finite(float[] values, int from, int to) {
    return kernels.finite(values, from, to);
  }

  @Override
  public boolean within(float[] values, int from, int to, float least, float most) {
    return kernels.within(values, from, to, least, most);
  }

  @Override
  public void gelu(float[] values, int from, int to) {
    kernels.gelu(values, from, to);
  }

  @Override
  public void max(float[] x, int from, float[] y, int to, int rows) {
    kernels.max(x, from, y, to, rows);
  }

  @Override
  public void largest(float[] x, int from, float[] y, int[] which, int number, int rows) {
    kernels.largest(x, from, y, which, number, rows);
  }

  @Override
  public void mish(float[] values, int from, int to) {
    kernels.mish(values, from, to);
  }

  @Override
  public void relu(float[] values, int from, int to) {
    kernels.relu(values, from, to);
  }

  @Override
  public void sigmoid(float[] values, int from, int to) {
    kernels.sigmoid(values, from, to);
  }

  @Override
  public void silu(float[] values, int from, int to) {
    kernels.silu(values, from, to);
  }

  @Override
  public void softplus(float[] values, int from, int to) {
    kernels.softplus(values, from, to);
  }

  @Override
  public void tanh(float[] values, int from, int to) {
    kernels.tanh(values, from, to);
  }
}
