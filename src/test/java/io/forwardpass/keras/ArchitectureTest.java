package io.forwardpass.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final Place PLACE = new Place("model");

  private static Architecture read(String json) {
    return Architecture.read(
        Json.parse(json.replace('\'', '"'), "config.json", PLACE), "config.json", PLACE);
  }

  private static String functional(String inboundOfFirst, String inboundOfSecond) {
    return """
        {'class_name': 'Functional', 'config': {'name': 'chain',
         'layers': [
           {'class_name': 'Dense', 'name': 'last', 'config': {'name': 'last'}, 'inbound_nodes': %s},
           {'class_name': 'InputLayer', 'name': 'in', 'config': {'name': 'in'}, 'inbound_nodes': []},
           {'class_name': 'Dense', 'name': 'first', 'config': {'name': 'first'}, 'inbound_nodes': %s}],
         'input_layers': [['in', 0, 0]], 'output_layers': [['last', 0, 0]]}}"""
        .formatted(inboundOfSecond, inboundOfFirst);
  }

  private static List<String> names(Architecture architecture) {
    return architecture.layers().stream().map(LayerObject::name).toList();
  }

  @Test
  void sequentialOfTheOldestKerasIsAPlainList() {
    Architecture architecture =
        read("{'class_name': 'Sequential', 'config': [{'class_name': 'Dense', 'config': {}}]}");
    assertEquals(List.of("Dense"), names(architecture));
    assertFalse(architecture.hasModules());
  }

  @Test
  void chainOfKeras2IsOrderedByItsCalls() {
    Architecture architecture =
        read(functional("[[['in', 0, 0, {}]]]", "[[['first', 0, 0, {'training': false}]]]"));
    assertEquals(Optional.empty(), architecture.objection());
    assertEquals(List.of("in", "first", "last"), names(architecture));
  }

  @Test
  void chainOfKeras3IsOrderedByItsCalls() {
    Architecture architecture =
        read(functional(keras3("in", "{}"), keras3("first", "{'mask': null}")));
    assertEquals(Optional.empty(), architecture.objection());
    assertEquals(List.of("in", "first", "last"), names(architecture));
  }

  private static String keras3(String source, String arguments) {
    return "[{'args': [{'class_name': '__keras_tensor__', 'config': {'shape': [null, 3], 'keras_history': ['%s', 0, 0]}}], 'kwargs': %s}]"
        .formatted(source, arguments);
  }

  @Test
  void aCallThatTrainsIsRefused() {
    String expected =
        "layer 'last' (Dense) is called with the argument 'training', which is not supported";
    assertEquals(
        Optional.of(expected),
        read(functional(keras3("in", "{}"), keras3("first", "{'training': true}"))).objection());
    assertEquals(
        Optional.of(expected),
        read(functional("[[['in', 0, 0, {}]]]", "[[['first', 0, 0, {'training': true}]]]"))
            .objection());
  }

  @Test
  void aCircleIsNoChain() {
    assertEquals(
        Optional.of(
            "the Functional model is not one chain of layers: 1 of its 3 layers follow one another"),
        read(functional("[[['last', 0, 0, {}]]]", "[[['first', 0, 0, {}]]]")).objection());
  }

  @Test
  void modulesTellKeras3FromKeras1WhereNoVersionIsRecorded() {
    assertTrue(
        read("{'class_name': 'Sequential', 'config': {'layers': [{'class_name': 'Dense', 'module': 'keras.layers', 'config': {}}]}}")
            .hasModules());
  }
}
