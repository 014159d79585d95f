package io.forwardpass.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A value of a configuration and its place in the JSON, read as the type that it should have.
 *
 * <p>Python's wrappings are taken off: tuples and shapes, and array constants.
 */
record Value(JsonNode node, String path, String owner, Place place) {

  /** The root of a configuration, which messages call {@code owner}. */
  static Value of(JsonNode node, String owner, Place place) {
    return new Value(node, "", owner, place);
  }

  /** The same value, as the root of a configuration with a name of its own. */
  Value ownedBy(String newOwner) {
    return new Value(node, "", newOwner, place);
  }

  private Value inside(JsonNode child, String childPath) {
    JsonNode plain = child;
    switch (child.path("class_name").asText()) {
      case "__tuple__", "TensorShape" -> plain = child.path("items");
      case "__numpy__", "__tensor__" -> plain = child.path("config").path("value");
      default -> {}
    }
    return new Value(plain, childPath, owner, place);
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

  boolean isList() {
    return node.isArray();
  }

  Value get(String key) {
    return inside(node.path(key), path.isEmpty() ? key : path + "." + key);
  }

  List<Value> list() {
    if (!node.isArray()) {
      throw wrong("a list");
    }
    List<Value> values = new ArrayList<>(node.size());
    for (int index = 0; index < node.size(); index++) {
      values.add(inside(node.get(index), path + "[" + index + "]"));
    }
    return values;
  }

  String text() {
    if (!node.isTextual()) {
      throw wrong("a text");
    }
    return node.textValue();
  }

  /** As Python takes it where a truth is asked for: a number other than 0 is true, null is not. */
  boolean flag() {
    if (node.isNumber()) {
      return node.doubleValue() != 0;
    } else if (!node.isBoolean() && !node.isNull()) {
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

  /** Integers of at least {@code least}: so many, or one that stands for all of them. */
  List<Integer> integers(int count, int least) {
    List<Value> values = isList() ? list() : Collections.nCopies(count, this);
    if (values.size() != count || values.stream().anyMatch(value -> value.integer() < least)) {
      throw wrong("%s integers of at least %s".formatted(count, least));
    }
    return values.stream().map(Value::integer).toList();
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
    return place.inconsistent(
        "%s is %s; %s is needed"
            .formatted(what(), isNull() ? "missing" : excerpt(node.toString()), allowed));
  }

  private String what() {
    return path.isEmpty() ? owner : "'%s' of %s".formatted(path, owner);
  }

  private static String excerpt(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
