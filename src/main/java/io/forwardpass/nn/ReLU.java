package io.forwardpass.nn;

import java.util.List;

/**
 * {@code x ≥ maxValue → maxValue; threshold < x < maxValue → x; else negativeSlope · (x −
 * threshold)}.
 *
 * @param maxValue positive infinity where Keras has {@code max_value: null}
 */
public record ReLU(String name, float maxValue, float negativeSlope, float threshold)
    implements ActivationLayer {
  @Override
  public List<Operation> operations(Shape input, Kernels kernels) {
    return Elementwise.of(
        input,
        (values, from, to) -> Loops.relu(values, from, to, maxValue, negativeSlope, threshold));
  }

  @Override
  public String spelling() {
    return "ReLU(max_value=%s, negative_slope=%s, threshold=%s)"
        .formatted(Float.isInfinite(maxValue) ? "None" : maxValue, negativeSlope, threshold);
  }
}
