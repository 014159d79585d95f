package io.forwardpass.nn;

/** A layer of weighted sums: a kernel, a bias for each unit, and a function of what comes out. */
sealed interface Weighted extends Layer permits Conv, ConvTranspose, Dense, DepthwiseConv {

  ActivationFunction activation();

  Tensor kernel();

  /** Shape (units,). */
  Tensor bias();

  /** The axis of the output, counted from 0, along which the units stand. */
  int unitsAxis(Shape output);

  /** The same layer with other weights of the same shapes. */
  Layer withWeights(Tensor kernel, Tensor bias);

  /** The same layer with another function. */
  Layer withActivation(ActivationFunction activation);

  /** The kernel with each unit's weights multiplied by a factor of its own. */
  default Tensor scaled(double[] factors) {
    int inner = weightsBehindUnits();
    float[] values = kernel().values().clone();
    for (int index = 0; index < values.length; index++) {
      values[index] *= (float) factors[index / inner % factors.length];
    }
    return Tensor.of(kernel().shape(), values);
  }

  /** How many weights of one unit follow one another in the kernel. */
  default int weightsBehindUnits() {
    return 1;
  }
}
