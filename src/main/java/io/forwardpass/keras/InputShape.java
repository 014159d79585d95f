package io.forwardpass.keras;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The shape of one row, as the first layer or the model declares it.
 *
 * @param openSteps whether rows may have any number of steps; it stands in front of {@code dims}
 * @param dims the other axes
 * @param adapted for each of {@code dims}, the axis of the first layer's mean that has its length;
 *     -1 where the length is declared
 */
record InputShape(boolean openSteps, List<Integer> dims, List<Integer> adapted) {
  private static final int DECLARED = -1;

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

  InputShape {
    dims = List.copyOf(dims);
    adapted = List.copyOf(adapted);
  }

  private InputShape(boolean openSteps, List<Integer> dims) {
    this(openSteps, dims, Collections.nCopies(dims.size(), DECLARED));
  }

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
        return withoutBatch(shape, architecture, place);
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
    return first(architecture, "Embedding").isPresent();
  }

  /** The first layer, if it is of that class. */
  private static Optional<LayerObject> first(Architecture architecture, String className) {
    return architecture.layers().stream()
        .filter(layer -> !layer.isInput())
        .findFirst()
        .filter(layer -> layer.className().equals(className));
  }

  /**
   * The axes, 0 being the batch, of which a Normalization at the start has learned the mean:
   * tf-keras leaves their lengths open where nobody said them.
   */
  private static List<Integer> adaptedAxes(Architecture architecture, int rank) {
    return first(architecture, "Normalization")
        .map(LayerObject::config)
        .filter(config -> config.get("mean").isNull())
        .map(config -> NormalizationPlan.axes(config.get("axis")))
        .orElse(List.of())
        .stream()
        .map(axis -> axis < 0 ? axis + rank : axis)
        .sorted()
        .toList();
  }

  private static InputShape withoutBatch(Value batchShape, Architecture architecture, Place place) {
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
    List<Integer> learned = adaptedAxes(architecture, axes.size());
    boolean openSteps =
        axes.get(1).isNull()
            && !learned.contains(1)
            && (takesIndices(architecture) || axes.size() > 2);
    List<Integer> dims = new ArrayList<>();
    List<Integer> adapted = new ArrayList<>();
    for (int index = openSteps ? 2 : 1; index < axes.size(); index++) {
      Value axis = axes.get(index);
      adapted.add(axis.isNull() ? learned.indexOf(index) : DECLARED);
      if (axis.isNull() && !learned.contains(index)) {
        throw place.unsupported(
            "its input shape %s leaves an axis open that is not that of steps; save the model with a fixed shape of a row"
                .formatted(batchShape.node()));
      }
      dims.add(axis.isNull() ? 1 : axis.positive());
    }
    return new InputShape(openSteps, dims, adapted);
  }

  /** Whether nothing is left to the first layer's mean. */
  boolean isDeclared() {
    return adapted.stream().allMatch(axis -> axis == DECLARED);
  }

  /** With the lengths of the first layer's mean. */
  InputShape adaptedTo(List<Long> mean) {
    List<Integer> known = new ArrayList<>(dims);
    for (int index = 0; index < known.size(); index++) {
      int axis = adapted.get(index);
      if (axis >= mean.size()) {
        throw new InvalidLayerException(
            "the mean of the first layer has shape %s, which is no input's"
                .formatted(WeightTensor.tuple(mean)));
      }
      known.set(index, axis == DECLARED ? dims.get(index) : Math.toIntExact(mean.get(axis)));
    }
    return new InputShape(openSteps, known);
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
