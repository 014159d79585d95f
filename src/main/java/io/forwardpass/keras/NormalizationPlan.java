package io.forwardpass.keras;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.MaskPassing;
import io.forwardpass.nn.Normalization;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * @param axes the axes that keep statistics of their own
 * @param constants mean and variance where the configuration holds them; they broadcast over the
 *     kept axes
 */
record NormalizationPlan(
    String name,
    List<Integer> axes,
    boolean invert,
    Optional<Constants> constants,
    MaskPassing mask)
    implements LayerPlan {

  record Constants(Tensor mean, Tensor variance) {}

  static LayerPlan read(LayerConfig config) {
    Value mean = config.get("mean");
    Value variance = config.get("variance");
    if (mean.isNull() != variance.isNull()) {
      throw (mean.isNull() ? mean : variance).wrong("a value beside that of the other statistic");
    }
    Optional<Constants> constants =
        mean.isNull()
            ? Optional.empty()
            : Optional.of(new Constants(Numbers.read(mean), Numbers.read(variance)));
    NormalizationPlan plan =
        new NormalizationPlan(
            config.name(),
            axes(config.get("axis")),
            config.flag(false, "invert"),
            constants,
            config.writer().maskPassing());
    config.checkUnknownKeys();
    return plan;
  }

  static List<Integer> axes(Value axis) {
    if (axis.isNull()) {
      return List.of();
    }
    return axis.isList()
        ? axis.list().stream().map(Value::integer).toList()
        : List.of(axis.integer());
  }

  @Override
  public WeightTree weights() {
    return constants.isPresent()
        ? WeightTree.NONE
        : new WeightTree(List.of(), List.of("mean", "variance", "count"), List.of(), false);
  }

  @Override
  public Layer build(Shape input, WeightSource weights) {
    Constants statistics = constants.orElseGet(() -> stored(input, weights));
    Tensor mean = statistics.mean;
    Tensor variance = statistics.variance;
    Variances.check(variance, "Normalization", name);
    long counted = constants.isPresent() ? 0 : 2L * mean.size() + 1;
    return new Normalization(
        name, invert, spread(mean, input), spread(variance, input), counted, mask);
  }

  private Constants stored(Shape input, WeightSource weights) {
    List<Integer> kept = kept(input).stream().map(input::dim).toList();
    Constants stored = new Constants(weights.next(kept), weights.next(kept));
    weights.next(List.of());
    return stored;
  }

  /** The kept axes within one row's tensor, in order. */
  private List<Integer> kept(Shape input) {
    List<Integer> kept =
        axes.stream().map(axis -> Axes.within(input, axis, name)).distinct().sorted().toList();
    if (kept.size() != axes.size()) {
      throw new InvalidLayerException(
          "Normalization '%s' repeats an axis: %s".formatted(name, axes));
    }
    return kept;
  }

  /** Aligns the statistics with the kept axes, from the right; the other axes have length 1. */
  private Tensor spread(Tensor statistics, Shape input) {
    List<Integer> kept = kept(input);
    List<Integer> dims = new ArrayList<>(Collections.nCopies(input.rank(), 1));
    Shape shape = statistics.shape();
    if (statistics.size() > 1) {
      if (shape.rank() > kept.size()) {
        throw new InvalidLayerException(
            "Normalization '%s' has statistics of shape %s for the axes %s"
                .formatted(name, shape, axes));
      }
      for (int back = 1; back <= shape.rank(); back++) {
        dims.set(kept.get(kept.size() - back), shape.dim(shape.rank() - back));
      }
    }
    return Tensor.of(new Shape(dims), statistics.values());
  }
}
