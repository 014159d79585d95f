package io.forwardpass.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The largest of several columns, row by row, against a plain search through each row. */
final class LargestTest {
  private static final int COLUMNS = 5;

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 13, 16, 207, 4098})
  void isFoundWithItsColumn(int rows) {
    Random random = new Random(rows);
    float[] values = new float[COLUMNS * rows];
    for (int index = 0; index < values.length; index++) {
      // Few different numbers: of two equal ones the first column wins; NaN is never larger.
      values[index] = random.nextInt(20) == 0 ? Float.NaN : random.nextInt(7);
    }
    float[] expected = Arrays.copyOf(values, rows);
    int[] expectedColumns = new int[rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 1; column < COLUMNS; column++) {
        if (values[column * rows + row] > expected[row]) {
          expected[row] = values[column * rows + row];
          expectedColumns[row] = column;
        }
      }
    }
    for (Kernels kernels : new Kernels[] {Kernels.best(), new PlainKernels()}) {
      float[] largest = Arrays.copyOf(values, rows);
      int[] columns = new int[rows];
      for (int column = 1; column < COLUMNS; column++) {
        kernels.largest(values, column * rows, largest, columns, column, rows);
      }
      assertArrayEquals(expected, largest);
      assertArrayEquals(expectedColumns, columns);
    }
  }
}
