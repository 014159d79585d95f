package io.forwardpass.nn;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One number that is not finite, or outside a range, is found wherever it stands. */
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

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 13, 16, 63, 207})
  void findsWhatIsOutsideARange(int count) {
    for (Kernels kernels : new Kernels[] {Kernels.best(), new PlainKernels()}) {
      float[] values = new float[count + 2];
      Arrays.fill(values, 2.5f);
      values[0] = Float.NaN;
      values[count + 1] = Float.NaN;
      for (int at = 1; at <= count; at++) {
        values[at] = -1.5f;
        assertTrue(kernels.within(values, 1, count + 1, -1.5f, 2.5f));
        for (float bad : new float[] {Math.nextDown(-1.5f), Math.nextUp(2.5f), Float.NaN}) {
          values[at] = bad;
          assertFalse(kernels.within(values, 1, count + 1, -1.5f, 2.5f), bad + " at " + at);
        }
        values[at] = 2.5f;
      }
    }
  }
}
