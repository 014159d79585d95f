package io.forwardpass.nn.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedInitializerTest {
  private static final int SEED = 11;

  private static float[] draw(String name, int... dims) {
    return Initializer.named(name).tensor(Shape.of(dims), new Random(SEED)).values();
  }

  private static double deviation(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares / values.length);
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Test
  void zerosAndOnes() {
    assertArrayEquals(new float[] {0, 0, 0, 0}, draw("zeros", 2, 2));
    assertArrayEquals(new float[] {1, 1, 1, 1}, draw("ones", 2, 2));
  }

  /** Fans of (200, 100): 200 and 100; of a window of 3 by 2, 20 channels, 50 filters: 120, 300. */
  @ParameterizedTest
  @CsvSource({
    "glorot_uniform, 0.14142136, 0.11952286",
    "he_uniform, 0.17320508, 0.22360680",
    "lecun_uniform, 0.12247449, 0.15811388",
    "random_uniform, 0.05, 0.05"
  })
  void uniformOnesFillTheirRange(String name, double ofMatrix, double ofConvolution) {
    for (float[] values : new float[][] {draw(name, 200, 100), draw(name, 3, 2, 20, 50)}) {
      double limit = values.length == 20_000 ? ofMatrix : ofConvolution;
      assertEquals(limit, largest(values), 0.002 * limit);
      assertTrue(largest(values) <= limit);
      assertEquals(limit / Math.sqrt(3), deviation(values), 0.02 * limit);
    }
  }

  /** What was cut off beyond two standard deviations is made up for. */
  @ParameterizedTest
  @CsvSource({
    "glorot_normal, 0.08164966",
    "he_normal, 0.1",
    "lecun_normal, 0.07071068",
  })
  void normalOnesHaveTheirDeviationAndNoTails(String name, double deviation) {
    float[] values = draw(name, 200, 100);
    assertEquals(deviation, deviation(values), 0.02 * deviation);
    assertTrue(largest(values) <= 2 * deviation / 0.8796);
  }

  @Test
  void plainNormalHasTails() {
    float[] values = draw("random_normal", 200, 100);
    assertEquals(0.05, deviation(values), 0.001);
    assertTrue(largest(values) > 3 * 0.05);
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "4, 16", "16, 4", "1, 1", "1, 3", "64, 256"})
  void orthogonalOnesAreOfLengthOneAndAtRightAngles(int rows, int columns) {
    float[] values = draw("orthogonal", rows, columns);
    int count = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    for (int one = 0; one < count; one++) {
      for (int other = 0; other <= one; other++) {
        double product = 0;
        for (int index = 0; index < length; index++) {
          product +=
              rows < columns
                  ? values[one * columns + index] * values[other * columns + index]
                  : values[index * columns + one] * values[index * columns + other];
        }
        assertEquals(one == other ? 1 : 0, product, 1e-5);
      }
    }
  }

  /** The JDK specifies its generator: 0.73096…, 0.24053… and 0.63741… come first. */
  @Test
  void seedDecides() {
    double limit = Math.sqrt(6.0 / (1 + 3));
    assertArrayEquals(
        new float[] {
          (float) ((2 * 0.730967787376657 - 1) * limit),
          (float) ((2 * 0.24053641567148587 - 1) * limit),
          (float) ((2 * 0.6374174253501083 - 1) * limit)
        },
        Initializer.named("glorot_uniform").tensor(Shape.of(1, 3), new Random(0)).values());
  }

  @Test
  void givenValuesAreTaken() {
    float[] given = {1, 2, 3};
    Tensor tensor = Initializer.values(given).tensor(Shape.of(3), new Random(SEED));
    given[0] = 9;
    assertArrayEquals(new float[] {1, 2, 3}, tensor.values());
  }

  @Test
  void unknownNameIsRefused() {
    InvalidLayerException failure =
        assertThrows(InvalidLayerException.class, () -> Initializer.named("glorot"));
    assertEquals(
        "initializer 'glorot' is unknown; known are zeros, ones, glorot_normal, glorot_uniform,"
            + " he_normal, he_uniform, lecun_normal, lecun_uniform, orthogonal, random_normal,"
            + " random_uniform",
        failure.getMessage());
  }
}
