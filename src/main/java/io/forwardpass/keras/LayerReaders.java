package io.forwardpass.keras;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every Keras class that is read, by its {@code class_name}. Nothing else is ever built. */
final class LayerReaders {
  private static final Map<String, LayerReader> BY_CLASS = new TreeMap<>();

  static {
    BY_CLASS.put("Activation", ActivationReader::read);
    BY_CLASS.put("BatchNormalization", BatchNormalizationPlan::read);
    BY_CLASS.put("BatchNormalizationV1", BatchNormalizationPlan::read);
    BY_CLASS.put("BatchNormalizationV2", BatchNormalizationPlan::read);
    BY_CLASS.put("Dense", DensePlan::read);
    BY_CLASS.put("ELU", EluReader::read);
    BY_CLASS.put("Flatten", FlattenReader::read);
    BY_CLASS.put("LeakyReLU", LeakyReluReader::read);
    BY_CLASS.put("Normalization", NormalizationPlan::read);
    BY_CLASS.put("ReLU", ReluReader::read);
    BY_CLASS.put("Rescaling", RescalingReader::read);
    BY_CLASS.put("Reshape", ReshapeReader::read);
    BY_CLASS.put("Softmax", SoftmaxReader::read);
    BY_CLASS.put("ThresholdedReLU", ThresholdedReluReader::read);
    IdentityReader.CLASSES.forEach(name -> BY_CLASS.put(name, IdentityReader::read));
  }

  private LayerReaders() {}

  /** A word on classes that will never be read. */
  static String why(String className) {
    return switch (className) {
      case "Lambda" -> ": it is Python code, which is never run";
      case "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer" ->
          ": it is a model of another framework";
      case "Sequential", "Functional", "Model" -> ": a model inside a model";
      default -> "";
    };
  }

  static Optional<LayerReader> of(String className) {
    return Optional.ofNullable(BY_CLASS.get(className));
  }
}
