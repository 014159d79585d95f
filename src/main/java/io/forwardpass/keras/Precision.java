package io.forwardpass.keras;

import java.util.Optional;
import java.util.Set;

/**
 * The data types that a layer may be declared with. All are computed in float32, which is nearer to
 * the exact result than half precision is.
 */
final class Precision {
  private static final Set<String> COMPUTED =
      Set.of("float32", "float64", "float16", "mixed_float16", "mixed_bfloat16");
  private static final Set<String> POLICY_CLASSES =
      Set.of("Policy", "PolicyV1", "DTypePolicy", "FloatDTypePolicy");

  private Precision() {}

  /** Why that {@code dtype} is not supported, as the end of a sentence; empty where it is. */
  static Optional<String> objection(Value dtype) {
    if (dtype.isNull()) {
      return Optional.empty();
    }
    if (dtype.isObject()) {
      String policy = dtype.get("class_name").text();
      if (policy.contains("Quantized") || policy.contains("Int8") || policy.contains("Float8")) {
        return Optional.of(
            "is quantized (%s), which is not supported; save the model before it is quantized"
                .formatted(policy));
      }
      if (!POLICY_CLASSES.contains(policy)) {
        return Optional.of("has the dtype policy '%s', which is not supported".formatted(policy));
      }
    }
    String name = dtype.isObject() ? dtype.get("config").get("name").text() : dtype.text();
    if (name.equals("bfloat16")) {
      return Optional.of(
          "stores bfloat16 weights, which are not supported; save the model as float32 or mixed_bfloat16");
    }
    if (!COMPUTED.contains(name)) {
      return Optional.of(
          "has dtype '%s'; float32, float64, float16, mixed_float16 and mixed_bfloat16 are supported"
              .formatted(name));
    }
    return Optional.empty();
  }
}
