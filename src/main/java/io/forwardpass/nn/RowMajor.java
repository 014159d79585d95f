package io.forwardpass.nn;

import java.util.OptionalInt;

/** Rows as people write them, one after the other, through a network that stores them by column. */
final class RowMajor {
  private RowMajor() {}

  static float[] forward(Sequential model, float[] rows) {
    int features = model.input().size();
    if (rows.length == 0 || rows.length % features != 0) {
      throw new IllegalArgumentException(
          "network '%s' takes rows of %s numbers %s and gets %s numbers"
              .formatted(model.name(), features, model.input(), rows.length));
    }
    checkIndices(model, rows);
    int count = rows.length / features;
    try (Network network = Network.of(model);
        ForwardPass pass = network.forwardPass(count)) {
      for (int row = 0; row < count; row++) {
        for (int feature = 0; feature < features; feature++) {
          pass.inputs()[feature * pass.capacity() + row] = rows[row * features + feature];
        }
      }
      pass.forward(count);
      return outputs(pass, count, model.output().size());
    }
  }

  private static float[] outputs(ForwardPass pass, int count, int outputs) {
    float[] result = new float[count * outputs];
    for (int row = 0; row < count; row++) {
      for (int output = 0; output < outputs; output++) {
        result[row * outputs + output] = pass.outputs()[output * pass.capacity() + row];
      }
    }
    return result;
  }

  /** An index that no embedding has would read foreign memory. */
  private static void checkIndices(Sequential model, float[] rows) {
    OptionalInt indices = model.indices();
    if (indices.isEmpty()) {
      return;
    }
    for (int position = 0; position < rows.length; position++) {
      float index = rows[position];
      // Written so that NaN fails; indices are truncated toward zero.
      if (!(index > -1 && index < indices.getAsInt())) {
        throw new IllegalArgumentException(
            "network '%s' takes indices from 0 to %s and gets %s at position %s"
                .formatted(model.name(), indices.getAsInt() - 1, index, position));
      }
    }
  }
}
