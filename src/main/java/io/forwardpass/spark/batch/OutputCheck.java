package io.forwardpass.spark.batch;

import io.forwardpass.nn.Kernels;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Finds the rows at hand of which the network makes NaN or an infinity: numbers that overflow on
 * their way through it. One such output takes the others of its row along. For one thread.
 */
final class OutputCheck {
  private static final Kernels KERNELS = Kernels.best();

  private final Scoring scoring;
  private final InputRows input;
  private final int units;

  /** Of each row that came alone from a file, as rows before may be of another. */
  private final UTF8String[] files;

  private boolean rowByRow;
  private boolean fromFiles;

  /**
   * @param units how many outputs the network has
   */
  OutputCheck(Scoring scoring, InputRows input, int units) {
    this.scoring = scoring;
    this.input = input;
    this.units = units;
    this.files = new UTF8String[scoring.onInvalid() == OnInvalid.FAIL ? input.capacity() : 0];
  }

  /** A row has come alone. */
  void read(int at) {
    rowByRow = true;
    if (files.length > 0 && (at == 0 || fromFiles)) {
      files[at] = InputFileBlockHolder.getInputFilePath();
      fromFiles = files[0].numBytes() > 0;
    }
  }

  /** Settles what becomes of the rows that were just scored and have such outputs. */
  void settle(int rows) {
    float[] outputs = input.outputs();
    int stride = input.stride();
    if (rows == stride && KERNELS.finite(outputs, 0, units * stride)) {
      return;
    }
    for (int unit = 0; unit < units; unit++) {
      if (!KERNELS.finite(outputs, unit * stride, unit * stride + rows)) {
        settle(unit, outputs, unit * stride, rows);
      }
    }
  }

  private void settle(int unit, float[] outputs, int start, int rows) {
    Faults faults = input.faults();
    for (int row = 0; row < rows; row++) {
      float value = outputs[start + row];
      if (!Float.isFinite(value) && faults.valid(row)) {
        if (scoring.onInvalid() == OnInvalid.FAIL) {
          throw new InvalidRowException(file(row), label(unit), value);
        }
        faults.notFinite(row);
      }
    }
  }

  private String file(int row) {
    if (!rowByRow) {
      return InvalidRowException.file();
    }
    return fromFiles ? files[row].toString() : "";
  }

  /** One sigmoid unit is the probability of the second class. */
  private String label(int unit) {
    return scoring.labels().get(scoring.outputs() == Outputs.BINARY ? 1 : unit);
  }
}
