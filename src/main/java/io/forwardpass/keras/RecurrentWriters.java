package io.forwardpass.keras;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.Bidirectional;
import io.forwardpass.nn.Bidirectional.MaskedSteps;
import io.forwardpass.nn.Cell;
import io.forwardpass.nn.GRU;
import io.forwardpass.nn.GRUCell;
import io.forwardpass.nn.LSTM;
import io.forwardpass.nn.LSTMCell;
import io.forwardpass.nn.RNN;
import io.forwardpass.nn.Recurrent;
import io.forwardpass.nn.RecurrentLayer;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.SimpleRNN;
import io.forwardpass.nn.SimpleRNNCell;
import io.forwardpass.nn.StackedRNNCells;
import io.forwardpass.nn.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Recurrent layers and their cells. */
final class RecurrentWriters {
  private RecurrentWriters() {}

  static WrittenLayer lstm(LSTM layer, Shape input, LayerWriters outer) {
    return ofCell(layer, outer);
  }

  static WrittenLayer gru(GRU layer, Shape input, LayerWriters outer) {
    return ofCell(layer, outer);
  }

  static WrittenLayer simpleRnn(SimpleRNN layer, Shape input, LayerWriters outer) {
    return ofCell(layer, outer);
  }

  /** The layer's configuration is that of its cell, with more. */
  private static WrittenLayer ofCell(RecurrentLayer layer, LayerWriters outer) {
    WrittenLayer cell = cell(layer.cell(), outer);
    ObjectNode config = cell.config().deepCopy().put("name", layer.name());
    putOptions(config, layer.options());
    return WrittenLayer.of(layer.className(), config, List.of(cell.heldBy("cell")));
  }

  static WrittenLayer rnn(RNN layer, Shape input, LayerWriters outer) {
    WrittenLayer cell = cell(layer.cell(), outer);
    ObjectNode config = WrittenLayer.config(layer.name());
    config.set("cell", cell.json());
    putOptions(config, layer.options());
    return WrittenLayer.of("RNN", config, List.of(cell.heldBy("cell")));
  }

  private static void putOptions(ObjectNode config, Recurrent options) {
    config.put("return_sequences", options.returnSequences());
    config.put("go_backwards", options.goBackwards());
    config.put("zero_output_for_mask", options.zeroOutputForMask());
  }

  static WrittenLayer bidirectional(Bidirectional layer, Shape input, LayerWriters outer) {
    if (outer.masked() && layer.masked() == MaskedSteps.AS_CONFIGURED && differsFromKeras3(layer)) {
      outer.unsupported(
          layer, "whose masked steps give what Keras before 2.3 gave and Keras 3 does not");
    }
    WrittenLayer forward = outer.write(layer.forward(), input);
    WrittenLayer backward = outer.write(layer.backward(), input);
    ObjectNode config = WrittenLayer.config(layer.name());
    config.put("merge_mode", layer.mergeMode().name().toLowerCase(Locale.ROOT));
    config.set("layer", forward.json());
    config.set("backward_layer", backward.json());
    return WrittenLayer.of(
        "Bidirectional",
        config,
        List.of(forward.heldBy("forward_layer"), backward.heldBy("backward_layer")));
  }

  private static boolean differsFromKeras3(Bidirectional layer) {
    boolean zero = layer.forward().options().returnSequences();
    return layer.forward().options().zeroOutputForMask() != zero
        || layer.backward().options().zeroOutputForMask() != zero;
  }

  private static WrittenLayer cell(Cell cell, LayerWriters outer) {
    if (cell instanceof LSTMCell lstm) {
      ObjectNode config = config(lstm, lstm.activation(), lstm.useBias(), outer);
      config.set("recurrent_activation", outer.activation(lstm.name(), lstm.recurrentActivation()));
      return written(
          config, lstm.useBias(), lstm.kernel(), lstm.recurrentKernel(), lstm.bias(), "LSTMCell");
    } else if (cell instanceof GRUCell gru) {
      ObjectNode config = config(gru, gru.activation(), gru.useBias(), outer);
      config.set("recurrent_activation", outer.activation(gru.name(), gru.recurrentActivation()));
      config.put("reset_after", gru.resetAfter());
      return written(
          config, gru.useBias(), gru.kernel(), gru.recurrentKernel(), bias(gru), "GRUCell");
    } else if (cell instanceof SimpleRNNCell simple) {
      ObjectNode config = config(simple, simple.activation(), simple.useBias(), outer);
      return written(
          config,
          simple.useBias(),
          simple.kernel(),
          simple.recurrentKernel(),
          simple.bias(),
          "SimpleRNNCell");
    }
    return stacked((StackedRNNCells) cell, outer);
  }

  private static ObjectNode config(
      Cell cell, ActivationFunction activation, boolean useBias, LayerWriters outer) {
    ObjectNode config = WrittenLayer.config(cell.name()).put("units", cell.units());
    config.set("activation", outer.activation(cell.name(), activation));
    return config.put("use_bias", useBias);
  }

  /** Without {@code resetAfter} Keras has the inputs' alone. */
  private static Tensor bias(GRUCell gru) {
    int size = gru.bias().shape().last();
    return gru.resetAfter()
        ? gru.bias()
        : Tensor.of(Shape.of(size), Arrays.copyOf(gru.bias().values(), size));
  }

  private static WrittenLayer written(
      ObjectNode config,
      boolean useBias,
      Tensor kernel,
      Tensor recurrentKernel,
      Tensor bias,
      String className) {
    StoredWeight first = StoredWeight.of("kernel", kernel);
    StoredWeight second = StoredWeight.of("recurrent_kernel", recurrentKernel);
    return useBias
        ? WrittenLayer.of(className, config, first, second, StoredWeight.of("bias", bias))
        : WrittenLayer.of(className, config, first, second);
  }

  private static WrittenLayer stacked(StackedRNNCells stack, LayerWriters outer) {
    List<WrittenLayer> cells = stack.cells().stream().map(cell -> cell(cell, outer)).toList();
    ObjectNode config = WrittenLayer.config(stack.name());
    ArrayNode list = config.putArray("cells");
    cells.forEach(cell -> list.add(cell.json()));
    return WrittenLayer.of(
        "StackedRNNCells", config, cells.stream().map(cell -> cell.listedIn("cells")).toList());
  }
}
