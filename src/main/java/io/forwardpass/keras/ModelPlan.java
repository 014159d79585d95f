package io.forwardpass.keras;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** A model that is understood and supported in every part, and whose weights are still to come. */
record ModelPlan(String name, InputShape input, List<PlannedLayer> layers, Place place) {

  /** Reads all configurations, and refuses all that is not supported at once. */
  static ModelPlan read(Architecture architecture, Writer writer, Place place) {
    List<String> reasons = new ArrayList<>();
    List<PlannedLayer> planned = LayerReaders.plan(architecture, writer, reasons);
    if (reasons.isEmpty() && architecture.holdsCode()) {
      reasons.add("the architecture holds Python code, which is never run");
    }
    if (!reasons.isEmpty()) {
      throw place.unsupported(reasons);
    }
    Set<String> names = new HashSet<>();
    for (PlannedLayer layer : planned) {
      if (!names.add(layer.name())) {
        throw place.inconsistent("two layers are called '%s'".formatted(layer.name()));
      }
    }
    if (planned.isEmpty()) {
      throw place.unsupported("it has no layers");
    }
    return new ModelPlan(architecture.name(), InputShape.of(architecture, place), planned, place);
  }

  /**
   * Fills in the weights. Each layer's shapes are known before any of its weights is read.
   *
   * @param weights the file's weights, from the first one on
   */
  Sequential build(Supplier<Weights> weights) {
    try {
      return build(
          input.isDeclared() ? input : input.adaptedTo(weights.get().firstDims(layers.get(0))),
          weights);
    } catch (InvalidLayerException failure) {
      throw place.inconsistent(failure.getMessage(), failure);
    } catch (ArithmeticException overflow) {
      throw place.inconsistent(
          "a layer has more than %s numbers".formatted(Integer.MAX_VALUE), overflow);
    }
  }

  /** For the first of the shapes that the layers take. */
  private Sequential build(InputShape shape, Supplier<Weights> weights) {
    List<Shape> samples = shape.samples();
    for (Shape sample : samples.subList(0, samples.size() - 1)) {
      try {
        return shape.shortest(build(sample, weights.get()));
      } catch (InvalidLayerException tooShort) {
        // The next one has more steps.
      }
    }
    return shape.shortest(build(samples.get(samples.size() - 1), weights.get()));
  }

  private Sequential build(Shape sample, Weights weights) {
    Sequential network =
        SequentialPlan.build(
            name,
            sample,
            layers,
            layer -> layer.hasWeights() ? weights.of(layer) : WeightSource.NONE);
    weights.checkAllRead();
    return network;
  }
}
