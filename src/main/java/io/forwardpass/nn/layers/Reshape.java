package io.forwardpass.nn.layers;

import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** {@code keras.layers.Reshape}. */
public record Reshape(LayerOptions options, List<Integer> targetShape)
    implements ConfigurableLayer<Reshape> {

  public Reshape {
    targetShape = List.copyOf(targetShape);
  }

  /** The axes of one row; one of them may be -1 and takes what is left. */
  public static Reshape of(int... targetShape) {
    return new Reshape(LayerOptions.NONE, Arrays.stream(targetShape).boxed().toList());
  }

  @Override
  public Reshape with(LayerOptions changed) {
    return new Reshape(changed, targetShape);
  }

  @Override
  public Layer build(String name, Shape input, Random random) {
    return new io.forwardpass.nn.Reshape(name, targetShape);
  }
}
