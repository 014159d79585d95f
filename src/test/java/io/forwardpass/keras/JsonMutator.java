package io.forwardpass.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Changes a JSON text in its structure: it stays JSON, nearly always. */
public final class JsonMutator {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** What stands where something else should. */
  private static final List<String> STRANGE =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-1",
          "1",
          "2",
          "7",
          "100000",
          "2147483647",
          "-2147483648",
          "4294967296",
          "9223372036854775808",
          "1e308",
          "-1e-320",
          "0.5",
          "1e400",
          "\"\"",
          "\"x\"",
          "\"same\"",
          "\"causal\"",
          "\"channels_first\"",
          "\"softmax\"",
          "\"..\\\\..\"",
          "\"\\u0000\\n\\u2028\"",
          "[]",
          "{}",
          "[[]]",
          "[null]",
          "[null,null,3]",
          "[0]",
          "[-1,-1]",
          "[1,2,3,4,5,6,7]",
          "[[1,2],[3,4]]",
          "[2147483647,2147483647]",
          "{\"class_name\":\"__lambda__\",\"config\":{}}",
          "{\"class_name\":\"TensorShape\",\"items\":[1]}");

  /** What a value is put into; the mark stands for it. */
  private static final List<String> WRAPPINGS =
      List.of(
          "[\"@\"]",
          "[\"@\",\"@\"]",
          "{\"class_name\":\"__tuple__\",\"items\":\"@\"}",
          "{\"class_name\":\"__numpy__\",\"config\":{\"value\":\"@\"}}",
          "{\"class_name\":\"TimeDistributed\",\"config\":{\"name\":\"t\",\"layer\":\"@\"}}",
          "{\"class_name\":\"Bidirectional\",\"config\":{\"name\":\"b\",\"layer\":\"@\"}}",
          "{\"class_name\":\"RNN\",\"config\":{\"name\":\"r\",\"cell\":\"@\"}}",
          "{\"class_name\":\"Sequential\",\"config\":{\"name\":\"s\",\"layers\":[\"@\"]}}");

  private final Random random;

  public JsonMutator(Random random) {
    this.random = random;
  }

  /** One to three changes. */
  public String mutant(JsonNode good) {
    JsonNode changed = good.deepCopy();
    for (int change = random.nextInt(3); change >= 0; change--) {
      changed = changed(changed);
    }
    String text = write(changed);
    return random.nextInt(50) == 0 ? doubled(text) : text;
  }

  public static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** A key twice, which Jackson's tree cannot hold. */
  private String doubled(String text) {
    int colon = text.indexOf("\":", random.nextInt(text.length()));
    int quote = colon < 0 ? -1 : text.lastIndexOf('"', colon - 1);
    return quote < 0
        ? text
        : text.substring(0, quote)
            + text.substring(quote, colon + 2)
            + "null,"
            + text.substring(quote);
  }

  private JsonNode changed(JsonNode root) {
    List<ContainerNode<?>> containers = new ArrayList<>();
    collect(root, containers);
    ContainerNode<?> chosen = containers.get(random.nextInt(containers.size()));
    if (chosen.isEmpty()) {
      return root;
    } else if (chosen instanceof ObjectNode object) {
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      change(object, keys.get(random.nextInt(keys.size())), containers);
    } else if (chosen instanceof ArrayNode array) {
      change(array, random.nextInt(array.size()), containers);
    }
    return root;
  }

  private static void collect(JsonNode node, List<ContainerNode<?>> containers) {
    if (node instanceof ContainerNode<?> container) {
      containers.add(container);
      container.forEach(child -> collect(child, containers));
    }
  }

  private void change(ObjectNode object, String key, List<ContainerNode<?>> all) {
    switch (random.nextInt(8)) {
      case 0 -> object.remove(key);
      case 1 -> object.set(anyKey(all), object.get(key).deepCopy());
      case 2 -> object.set(anyKey(all), object.remove(key));
      default -> object.set(key, other(object.get(key), all));
    }
  }

  private void change(ArrayNode array, int index, List<ContainerNode<?>> all) {
    switch (random.nextInt(6)) {
      case 0 -> array.remove(index);
      case 1 -> array.insert(random.nextInt(array.size() + 1), array.get(index).deepCopy());
      case 2 -> {
        int with = random.nextInt(array.size());
        JsonNode one = array.get(index);
        array.set(index, array.get(with));
        array.set(with, one);
      }
      default -> array.set(index, other(array.get(index), all));
    }
  }

  private String anyKey(List<ContainerNode<?>> all) {
    List<String> keys = new ArrayList<>();
    all.get(random.nextInt(all.size())).fieldNames().forEachRemaining(keys::add);
    return keys.isEmpty() ? "axis" : keys.get(random.nextInt(keys.size()));
  }

  /** A value for the place of another: one near it, a strange one, one from elsewhere. */
  private JsonNode other(JsonNode value, List<ContainerNode<?>> all) {
    return switch (random.nextInt(4)) {
      case 0 -> parse(STRANGE.get(random.nextInt(STRANGE.size())));
      case 1 -> {
        String wrapping = WRAPPINGS.get(random.nextInt(WRAPPINGS.size()));
        yield parse(wrapping.replace("\"@\"", write(value)));
      }
      case 2 -> elsewhere(all);
      default -> near(value);
    };
  }

  private JsonNode elsewhere(List<ContainerNode<?>> all) {
    List<JsonNode> children = new ArrayList<>();
    all.get(random.nextInt(all.size())).forEach(children::add);
    Collections.shuffle(children, random);
    return children.isEmpty() ? NODES.nullNode() : children.get(0).deepCopy();
  }

  private JsonNode near(JsonNode value) {
    if (value.isInt()) {
      return NODES.numberNode(value.intValue() + random.nextInt(7) - 3);
    } else if (value.isNumber()) {
      return NODES.numberNode(-value.doubleValue());
    } else if (value.isBoolean()) {
      return NODES.booleanNode(!value.booleanValue());
    } else if (value.isTextual() && !value.textValue().isEmpty()) {
      int at = random.nextInt(value.textValue().length());
      return NODES.textNode(value.textValue().substring(at));
    }
    return parse(STRANGE.get(random.nextInt(STRANGE.size())));
  }
}
