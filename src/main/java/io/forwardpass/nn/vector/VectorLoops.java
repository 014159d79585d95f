package io.forwardpass.nn.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The functions of {@link VectorMath}, number by number over an array; see {@link SeparateLoop}.
 */
final class VectorLoops {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private VectorLoops() {}

  static void elu(float[] values, int from, int to, float alpha, float scale) {
    for (int i = from; i < to; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, values, i);
      VectorMath.elu(x, alpha, scale).intoArray(values, i);
    }
  }

  static void exponential(float[] values, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      VectorMath.exp(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
    }
  }

  static void gelu(float[] values, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      VectorMath.gelu(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
    }
  }

  static void mish(float[] values, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      VectorMath.mish(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
    }
  }

  static void sigmoid(float[] values, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      VectorMath.sigmoid(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
    }
  }

  static void silu(float[] values, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      VectorMath.silu(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
    }
  }

  static void softplus(float[] values, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      VectorMath.softplus(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
    }
  }

  static void tanh(float[] values, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      VectorMath.tanh(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
    }
  }
}
