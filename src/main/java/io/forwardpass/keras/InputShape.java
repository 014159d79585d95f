package io.forwardpass.keras;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The shape of one row, as the first layer or the model declares it.
 *
 * @param openSteps whether rows may have any number of steps; it stands in front of {@code dims}
 * @param dims the other axes
 */
record InputShape(boolean openSteps, List<Integer> dims) {
  /** Enough steps for the windows of nearly all networks, and of those that look further. */
  private static final List<Integer> MANY_STEPS = List.of(1 << 12, 1 << 16, 1 << 20);

  private static final Set<String> NUMERIC =
      Set.of(
          "float16",
          "float32",
          "float64",
          "bfloat16",
          "int8",
          "int16",
          "int32",
          "int64",
          "uint8",
          "uint16",
          "uint32",
          "uint64",
          "bool");

  /** NumPy has as many. */
  static final int MOST_AXES = 64;

  static InputShape of(Architecture architecture, Place place) {
    LayerObject first = architecture.layers().get(0);
    Value config = first.config();
    for (Value shape :
        List.of(
            config.get("batch_shape"),
            config.get("batch_input_shape"),
            architecture.model().get("config").get("build_input_shape"),
            architecture.model().get("build_config").get("input_shape"))) {
      if (!shape.isNull()) {
        return withoutBatch(shape, takesIndices(architecture), place);
      }
    }
    if (!config.get("input_dim").isNull()) {
      return fixed(config, takesIndices(architecture));
    }
    throw place.unsupported(
        "its input shape is unknown; call model.build((None, features)) or add keras.Input before saving");
  }

  /** Whether the first layer makes features of indices, so that a row need have none. */
  private static boolean takesIndices(Architecture architecture) {
    return architecture.layers().stream()
        .filter(layer -> !layer.isInput())
        .findFirst()
        .filter(layer -> layer.className().equals("Embedding"))
        .isPresent();
  }

  private static InputShape withoutBatch(Value batchShape, boolean indices, Place place) {
    List<Value> axes = batchShape.list();
    if (axes.size() < 2) {
      throw place.unsupported(
          "its input has no feature axis (%s); a shape such as (None, features) is needed"
              .formatted(batchShape.node()));
    }
    if (axes.size() > MOST_AXES) {
      throw place.unsupported(
          "its input has %s axes; at most %s are supported".formatted(axes.size(), MOST_AXES));
    }
    boolean openSteps = axes.get(1).isNull() && (indices || axes.size() > 2);
    List<Integer> dims = new ArrayList<>();
    for (Value axis : axes.subList(openSteps ? 2 : 1, axes.size())) {
      if (axis.isNull()) {
        throw place.unsupported(
            "its input shape %s leaves an axis open that is not that of steps; save the model with a fixed shape of a row"
                .formatted(batchShape.node()));
      }
      dims.add(axis.positive());
    }
    return new InputShape(openSteps, dims);
  }

  /** Keras 1: {@code input_dim}, with {@code input_length} for sequences. */
  private static InputShape fixed(Value config, boolean indices) {
    int features = config.get("input_dim").positive();
    Value steps = config.get("input_length");
    if (indices) {
      return steps.isNull()
          ? new InputShape(true, List.of())
          : new InputShape(false, List.of(steps.positive()));
    }
    return steps.isNull()
        ? new InputShape(false, List.of(features))
        : new InputShape(false, List.of(steps.positive(), features));
  }

  /** The shape; where the number of steps is open, with more and more of them. */
  List<Shape> samples() {
    if (!openSteps) {
      return List.of(new Shape(dims));
    }
    long perStep = dims.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    List<Shape> samples =
        MANY_STEPS.stream()
            .filter(steps -> steps * perStep <= Integer.MAX_VALUE)
            .map(this::withSteps)
            .toList();
    return samples.isEmpty() ? List.of(withSteps(1)) : samples;
  }

  private Shape withSteps(int steps) {
    List<Integer> all = new ArrayList<>(dims);
    all.add(0, steps);
    return new Shape(all);
  }

  /** The network for the fewest steps that it can take, where their number is open. */
  Sequential shortest(Sequential network) {
    if (!openSteps) {
      return network;
    }
    int tooFew = 0;
    int enough = network.input().dim(0);
    while (enough - tooFew > 1) {
      int middle = (tooFew + enough) / 2;
      if (takes(network, middle)) {
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    return network.forInput(withSteps(enough));
  }

  private boolean takes(Sequential network, int steps) {
    try {
      network.forInput(withSteps(steps));
      return true;
    } catch (InvalidLayerException tooShort) {
      return false;
    }
  }

  /** Notes what is not supported about an input layer. */
  static void check(LayerConfig config) {
    for (String option : List.of("sparse", "ragged", "optional")) {
      if (config.flag(false, option)) {
        config.unsupported("takes a %s input, which is not supported".formatted(option));
      }
    }
    Value dtype = config.get("dtype");
    if (!dtype.isNull() && !NUMERIC.contains(dtype.text())) {
      config.unsupported(
          "takes inputs of type '%s'; numbers are supported".formatted(dtype.text()));
    }
    config.checkUnknownKeys();
  }
}
