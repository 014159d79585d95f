package io.forwardpass.spark.batch;

import io.forwardpass.nn.Shape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of what a row's features fill.
 *
 * @param shape of a row, as the network takes it; where the number of steps is open, for the fewest
 *     that it takes
 * @param steps what the first axis is
 */
public record Inputs(List<Integer> shape, Steps steps) implements Serializable {

  /** What the first axis is: features like all others, or the steps of a sequence. */
  public enum Steps {
    /** Every row has all of them. */
    FIXED,
    /** Every row has as many as it likes; rows of one length are scored together. */
    ANY,
    /** Rows with fewer get steps of zeros before their own. */
    PADDED_BEFORE,
    /** Rows with fewer get steps of zeros behind their own. */
    PADDED_BEHIND
  }

  public Inputs {
    shape = List.copyOf(shape);
  }

  /** What lengths a feature may have, as the end of a sentence. */
  String lengths(Feature feature) {
    String each = perStep() == 1 ? "" : " of %s numbers".formatted(perStep());
    return switch (steps) {
      case FIXED -> ", not %s".formatted(feature.width());
      case ANY -> "; allowed: %s steps%s or more".formatted(fewestSteps(), each);
      case PADDED_BEFORE, PADDED_BEHIND ->
          "; allowed: 1 to %s steps%s".formatted(mostSteps(), each);
    };
  }

  /** The numbers of a step. */
  int perStep() {
    return shape.stream().skip(1).reduce(1, (a, b) -> a * b);
  }

  /** The fewest steps that a row may have. */
  int fewestSteps() {
    return steps == Steps.ANY ? shape.get(0) : 1;
  }

  /** The most steps that a row may have. */
  int mostSteps() {
    return steps == Steps.ANY ? Integer.MAX_VALUE / perStep() : shape.get(0);
  }

  /** The steps that the network is run on for a row of so many. */
  int stepsFor(int own) {
    return steps == Steps.ANY ? own : shape.get(0);
  }

  /** The shape for that many steps. */
  public Shape withSteps(int number) {
    List<Integer> dims = new ArrayList<>(shape);
    dims.set(0, number);
    return new Shape(dims);
  }
}
