package io.forwardpass.keras;

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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code LSTM}, {@code GRU}, {@code SimpleRNN}, the CuDNN layers, and {@code RNN} of any cell. */
record RecurrentPlan(String name, CellPlan cell, boolean isPlain, Recurrent options)
    implements LayerPlan {

  static LayerPlan simpleRnn(LayerConfig config) {
    return read(config, SimpleRnnCellPlan::read);
  }

  static LayerPlan lstm(LayerConfig config) {
    return read(config, LstmCellPlan::read);
  }

  static LayerPlan gru(LayerConfig config) {
    return read(config, GruCellPlan::read);
  }

  static LayerPlan cudnnLstm(LayerConfig config) {
    return read(config, LstmCellPlan::readCudnn);
  }

  static LayerPlan cudnnGru(LayerConfig config) {
    return read(config, GruCellPlan::readCudnn);
  }

  private static LayerPlan read(LayerConfig config, Function<LayerConfig, CellPlan> cell) {
    config.ignore("use_cudnn", "unroll");
    RecurrentPlan plan =
        new RecurrentPlan(config.name(), cell.apply(config), false, options(config));
    config.checkUnknownKeys();
    return plan;
  }

  /** {@code RNN}: the cell stands in the configuration. */
  static LayerPlan rnn(LayerConfig config) {
    config.ignore("unroll");
    Value object = config.get("cell");
    if (!object.isObject()) {
      throw object.wrong("a cell");
    }
    Optional<CellPlan> cell = CellReaders.read(LayerObject.of(object), config);
    RecurrentPlan plan =
        new RecurrentPlan(
            config.name(),
            cell.orElseGet(() -> new StackedCellsPlan(config.name(), List.of())),
            true,
            options(config));
    config.checkUnknownKeys();
    return plan;
  }

  private static Recurrent options(LayerConfig config) {
    for (String option : List.of("return_state", "stateful", "time_major")) {
      if (config.flag(false, option)) {
        config.unsupported("has the option '%s', which is not supported".formatted(option));
      }
    }
    return new Recurrent(
        config.flag(false, "return_sequences"),
        config.flag(false, "go_backwards"),
        config.flag(false, "zero_output_for_mask"));
  }

  /** The same layer with the steps taken the other way. */
  RecurrentPlan reversed() {
    return new RecurrentPlan(
        name,
        cell,
        isPlain,
        new Recurrent(
            options.returnSequences(), !options.goBackwards(), options.zeroOutputForMask()));
  }

  @Override
  public WeightTree weights() {
    return WeightTree.of(List.of(new WeightTree.Branch("cell", "", cell.weights())));
  }

  @Override
  public RecurrentLayer build(Shape input, WeightSource weights) {
    Cell built = cell.build(input.last(), weights);
    if (!isPlain && built instanceof LSTMCell lstm) {
      return new LSTM(name, lstm, options);
    } else if (!isPlain && built instanceof GRUCell gru) {
      return new GRU(name, gru, options);
    } else if (!isPlain && built instanceof SimpleRNNCell simple) {
      return new SimpleRNN(name, simple, options);
    }
    return new RNN(name, built, options);
  }
}
