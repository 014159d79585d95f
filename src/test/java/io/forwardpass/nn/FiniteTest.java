package io.forwardpass.nn;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One number that is not finite is found wherever it stands. */
final class FiniteTest {
  private static final float[] NOT_FINITE = {
    Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
  };

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 13, 16, 63, 207})
  void findsWhatIsNotFinite(int count) {
    for (Kernels kernels : new Kernels[] {Kernels.best(), new PlainKernels()}) {
      float[] values = new float[count + 2];
      Arrays.fill(values, -Float.MAX_VALUE);
      values[0] = Float.NaN;
      values[count + 1] = Float.NaN;
      assertTrue(kernels.finite(values, 1, count + 1));
      for (int at = 1; at <= count; at++) {
        for (float bad : NOT_FINITE) {
          values[at] = bad;
          assertFalse(kernels.finite(values, 1, count + 1), bad + " at " + at);
        }
        values[at] = Float.MIN_VALUE;
      }
    }
  }
}
