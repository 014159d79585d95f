package io.forwardpass.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A value of a configuration and its place in the JSON, read as the type that it should have.
 *
 * <p>Python's wrappings are taken off: tuples and shapes, and array constants.
 */
record Value(JsonNode node, String path, Place place) {

  static Value of(JsonNode node, String path, Place place) {
    JsonNode plain = node;
    switch (node.path("class_name").asText()) {
      case "__tuple__", "TensorShape" -> plain = node.path("items");
      case "__numpy__", "__tensor__" -> plain = node.path("config").path("value");
      default -> {}
    }
    return new Value(plain, path, place);
  }

  /** Whether the key is missing or null. */
  boolean isNull() {
    return node.isMissingNode() || node.isNull();
  }

  boolean isText() {
    return node.isTextual();
  }

  boolean isObject() {
    return node.isObject();
  }

  boolean isNumber() {
    return node.isNumber();
  }

  Value get(String key) {
    return of(node.path(key), path + "." + key, place);
  }

  List<Value> list() {
    if (!node.isArray()) {
      throw wrong("a list");
    }
    List<Value> values = new ArrayList<>(node.size());
    for (int index = 0; index < node.size(); index++) {
      values.add(of(node.get(index), path + "[" + index + "]", place));
    }
    return values;
  }

  String text() {
    if (!node.isTextual()) {
      throw wrong("a text");
    }
    return node.textValue();
  }

  boolean flag() {
    if (!node.isBoolean()) {
      throw wrong("true or false");
    }
    return node.booleanValue();
  }

  int integer() {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw wrong("an integer of at most 32 bits");
    }
    return node.intValue();
  }

  int positive() {
    if (integer() < 1) {
      throw wrong("a positive integer");
    }
    return integer();
  }

  /** A finite number; float32 must hold it. */
  float number() {
    float value = node.isNumber() ? (float) node.doubleValue() : Float.NaN;
    if (!Float.isFinite(value)) {
      throw wrong("a finite number");
    }
    return value;
  }

  InvalidModelException wrong(String allowed) {
    return place.invalid(
        "%s is %s; %s is needed; save the model again with Keras"
            .formatted(path, isNull() ? "missing" : excerpt(node.toString()), allowed));
  }

  private static String excerpt(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
