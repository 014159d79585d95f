package io.forwardpass.keras;

import io.forwardpass.nn.Bidirectional;
import io.forwardpass.nn.Bidirectional.MaskedSteps;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.MergeMode;
import io.forwardpass.nn.Shape;
import java.util.List;
import java.util.Optional;

record BidirectionalPlan(
    String name,
    RecurrentPlan forward,
    RecurrentPlan backward,
    MergeMode mergeMode,
    MaskedSteps masked)
    implements LayerPlan {

  static LayerPlan read(LayerConfig config) {
    Optional<RecurrentPlan> forward = recurrent(config, "layer");
    Optional<RecurrentPlan> backward =
        config.get("backward_layer").isNull()
            ? forward.map(RecurrentPlan::reversed)
            : recurrent(config, "backward_layer");
    MergeMode mergeMode = mergeMode(config);
    config.checkUnknownKeys();
    return forward.isEmpty() || backward.isEmpty()
        ? LayerReaders.unsupported(config)
        : new BidirectionalPlan(
            config.name(),
            forward.get(),
            backward.get(),
            mergeMode,
            config.writer().isStandalone()
                ? MaskedSteps.AS_CONFIGURED
                : MaskedSteps.ZERO_IN_SEQUENCES);
  }

  private static Optional<RecurrentPlan> recurrent(LayerConfig config, String key) {
    Optional<PlannedLayer> layer = config.layer(key);
    if (layer.isPresent() && layer.get().plan() instanceof RecurrentPlan plan) {
      return Optional.of(plan);
    }
    layer.ifPresent(
        other ->
            config.unsupported(
                "has a %s in it; a recurrent layer is supported".formatted(other.className())));
    return Optional.empty();
  }

  private static MergeMode mergeMode(LayerConfig config) {
    Value value = config.get("merge_mode");
    if (value.isNull()) {
      config.unsupported("has no merge_mode and hence two outputs, which is not supported");
      return MergeMode.CONCAT;
    }
    return switch (value.text()) {
      case "concat" -> MergeMode.CONCAT;
      case "sum" -> MergeMode.SUM;
      case "ave" -> MergeMode.AVE;
      case "mul" -> MergeMode.MUL;
      default -> throw value.wrong("concat, sum, ave or mul");
    };
  }

  @Override
  public WeightTree weights() {
    return WeightTree.of(
        List.of(
            new WeightTree.Branch("forward_layer", "", forward.weights()),
            new WeightTree.Branch("backward_layer", "", backward.weights())));
  }

  @Override
  public Layer build(Shape input, WeightSource weights) {
    return new Bidirectional(
        name, forward.build(input, weights), backward.build(input, weights), mergeMode, masked);
  }
}
