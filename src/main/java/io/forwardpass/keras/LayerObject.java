package io.forwardpass.keras;

/**
 * A layer as the architecture lists it, not yet understood.
 *
 * @param className the Keras class
 * @param object the whole JSON object
 */
record LayerObject(String className, Value object) {

  static LayerObject of(Value object) {
    return new LayerObject(object.get("class_name").text(), object);
  }

  /** The layer's own name, which Functional models also keep outside of the configuration. */
  String name() {
    Value inner = object.get("config").get("name");
    Value name = inner.isNull() ? object.get("name") : inner;
    return name.isNull() ? className : name.text();
  }

  Value config() {
    return object.get("config").ownedBy(toString());
  }

  @Override
  public String toString() {
    return "layer '%s' (%s)".formatted(name(), className);
  }

  boolean isInput() {
    return className.equals("InputLayer");
  }

  /** Whether the object claims to be Keras' own class, not one that its user registered. */
  static boolean isBuiltIn(Value object) {
    Value module = object.get("module");
    Value registered = object.get("registered_name");
    boolean ours =
        module.isNull()
            || module.text().equals("keras")
            || module.text().startsWith("keras.")
            || module.text().startsWith("tf_keras.");
    return ours
        && (registered.isNull() || registered.text().equals(object.get("class_name").text()));
  }
}
