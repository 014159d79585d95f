package io.forwardpass.keras;

import io.forwardpass.nn.Embedding;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;

record EmbeddingPlan(String name, int inputDim, int outputDim, boolean maskZero)
    implements LayerPlan {

  static LayerPlan read(LayerConfig config) {
    config.ignoreTraining("embeddings");
    config.ignoreLora();
    config.ignore("sparse", "init", "W_regularizer", "W_constraint", "dropout");
    EmbeddingPlan plan =
        new EmbeddingPlan(
            config.name(),
            config.get("input_dim").positive(),
            config.get("output_dim").positive(),
            config.flag(false, "mask_zero"));
    config.checkUnknownKeys();
    return plan;
  }

  @Override
  public WeightTree weights() {
    return WeightTree.of("embeddings");
  }

  @Override
  public Layer build(Shape input, WeightSource weights) {
    return new Embedding(name, maskZero, weights.next(inputDim, outputDim));
  }
}
