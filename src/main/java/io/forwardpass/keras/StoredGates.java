package io.forwardpass.keras;

import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.ArrayList;
import java.util.List;

/** How a file holds the weights of a cell with several gates. */
enum StoredGates {
  /** A matrix for the inputs and one for the state, with the gates side by side. */
  TOGETHER,
  /** Keras 1, but for {@code consume_less: gpu}: two matrices and a bias for each gate. */
  APART,
  /** CuDNN: as {@link #TOGETHER}, each gate's block transposed. */
  CUDNN;

  /** How the writer of a cell that is not CuDNN's holds it. */
  static StoredGates of(LayerConfig config) {
    Value consumeLess = config.get("consume_less");
    boolean joined = !consumeLess.isNull() && consumeLess.text().equals("gpu");
    return config.writer().major() == 1 && !joined ? APART : TOGETHER;
  }

  /**
   * @param kernel shape (inputs, gates · units)
   * @param recurrentKernel shape (units, gates · units)
   * @param bias shape (gates · units,); zeros where it is stored apart from the matrices
   */
  record Matrices(Tensor kernel, Tensor recurrentKernel, Tensor bias) {}

  /**
   * @param gates their names in the order of Keras 1
   */
  WeightTree weights(List<String> gates, boolean useBias) {
    List<String> names = new ArrayList<>();
    if (this == APART) {
      for (String gate : gates) {
        names.addAll(List.of("W_" + gate, "U_" + gate, "b_" + gate));
      }
    } else {
      names.addAll(List.of("kernel", "recurrent_kernel"));
      if (useBias) {
        names.add("bias");
      }
    }
    return WeightTree.of(names.toArray(String[]::new));
  }

  /**
   * Takes the matrices.
   *
   * @param places for each gate in the order of Keras 1, its place in ours
   */
  Matrices read(int inputs, int units, int gates, List<Integer> places, WeightSource weights) {
    int width = Math.multiplyExact(gates, units);
    if (this == APART) {
      return apart(inputs, units, width, places, weights);
    }
    Tensor kernel = weights.next(inputs, width);
    Tensor recurrentKernel = weights.next(units, width);
    Tensor none = Tensor.zeros(Shape.of(width));
    return this == TOGETHER
        ? new Matrices(kernel, recurrentKernel, none)
        : new Matrices(
            reshaped(kernel, inputs, units, gates),
            transposed(recurrentKernel, units, gates),
            none);
  }

  private static Matrices apart(
      int inputs, int units, int width, List<Integer> places, WeightSource weights) {
    float[] kernel = new float[Math.multiplyExact(inputs, width)];
    float[] recurrentKernel = new float[Math.multiplyExact(units, width)];
    float[] bias = new float[width];
    for (int place : places) {
      put(weights.next(inputs, units), kernel, place * units, width);
      put(weights.next(units, units), recurrentKernel, place * units, width);
      put(weights.next(units), bias, place * units, width);
    }
    return new Matrices(
        Tensor.of(Shape.of(inputs, width), kernel),
        Tensor.of(Shape.of(units, width), recurrentKernel),
        Tensor.of(Shape.of(width), bias));
  }

  /** Puts a gate's matrix into its columns of the whole. */
  private static void put(Tensor gate, float[] whole, int column, int width) {
    int units = gate.shape().last();
    for (int row = 0; row < gate.size() / units; row++) {
      System.arraycopy(gate.values(), row * units, whole, row * width + column, units);
    }
  }

  /** Each gate's block transposed and read again column by column: {@code k.T.reshape(.., "F")}. */
  private static Tensor reshaped(Tensor kernel, int inputs, int units, int gates) {
    int width = units * gates;
    float[] values = new float[kernel.size()];
    for (int gate = 0; gate < gates; gate++) {
      for (int index = 0; index < inputs * units; index++) {
        // The transposed block in Fortran's order is the block itself in C's order.
        int row = index / units;
        int unit = index % units;
        int toRow = index % inputs;
        int toUnit = index / inputs;
        values[toRow * width + gate * units + toUnit] =
            kernel.values()[row * width + gate * units + unit];
      }
    }
    return Tensor.of(kernel.shape(), values);
  }

  private static Tensor transposed(Tensor kernel, int units, int gates) {
    int width = units * gates;
    float[] values = new float[kernel.size()];
    for (int gate = 0; gate < gates; gate++) {
      for (int row = 0; row < units; row++) {
        for (int unit = 0; unit < units; unit++) {
          values[row * width + gate * units + unit] =
              kernel.values()[unit * width + gate * units + row];
        }
      }
    }
    return Tensor.of(kernel.shape(), values);
  }
}
