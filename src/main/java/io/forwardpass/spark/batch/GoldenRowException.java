package io.forwardpass.spark.batch;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/** A model does not compute what it computed where it was made. */
public final class GoldenRowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Numbers of a row in the message. */
  private static final int SHOWN = 20;

  GoldenRowException(String model, int number, GoldenRow row, float[] received, double tolerance) {
    super(
        ("golden row %s of %s gives other outputs on %s: expected %s, received %s, tolerance %s, of"
                + " the inputs %s; if the model is the one that its sidecar was made for, this"
                + " machine computes it wrongly: leave the machine out, or make the sidecar again"
                + " with forwardpass package")
            .formatted(
                number,
                model,
                place(),
                shown(row.outputs()),
                shown(list(received)),
                tolerance,
                shown(row.inputs())));
  }

  private static String place() {
    return TaskContext.get() == null ? "the driver" : "executor " + SparkEnv.get().executorId();
  }

  private static List<Float> list(float[] numbers) {
    List<Float> list = new ArrayList<>();
    for (float number : numbers) {
      list.add(number);
    }
    return list;
  }

  private static String shown(List<Float> numbers) {
    return numbers.size() <= SHOWN
        ? numbers.toString()
        : "%s and %s more".formatted(numbers.subList(0, SHOWN), numbers.size() - SHOWN);
  }
}
