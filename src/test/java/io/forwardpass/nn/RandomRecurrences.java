package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;

/** Recurrent layers at random. */
final class RandomRecurrences {
  private RandomRecurrences() {}

  /** Steps of features, and no mask but one of steps. */
  static boolean fits(Signal input) {
    return input.shape().rank() == 2
        && input.mask().map(Shape.of(input.shape().dim(0))::equals).orElse(true);
  }

  private static Recurrent options(Draw draw) {
    return new Recurrent(draw.coin(), draw.coin(), draw.coin());
  }

  private static int units(Draw draw) {
    return draw.between(1, draw.oneIn(8) ? 34 : 7);
  }

  /** Functions that keep states near 1. */
  private static ActivationFunction function(Draw draw) {
    return draw.of(
        NamedActivation.TANH,
        NamedActivation.TANH,
        NamedActivation.SOFTSIGN,
        NamedActivation.HARD_TANH,
        NamedActivation.RELU6,
        NamedActivation.LINEAR,
        new LeakyReLU("leaky", 0.3f));
  }

  private static ActivationFunction gate(Draw draw) {
    return draw.of(
        NamedActivation.SIGMOID,
        NamedActivation.HARD_SIGMOID,
        NamedActivation.HARD_SIGMOID_KERAS_2,
        NamedActivation.SPARSE_SIGMOID);
  }

  private static LSTMCell lstmCell(Draw draw, int inputs, int units) {
    return new LSTMCell(
        "lstm",
        function(draw),
        gate(draw),
        true,
        draw.kernel(2 * inputs, Shape.of(inputs, 4 * units)),
        draw.kernel(2 * units, Shape.of(units, 4 * units)),
        draw.tensor(Shape.of(4 * units)));
  }

  private static GRUCell gruCell(Draw draw, int inputs, int units) {
    boolean resetAfter = draw.coin();
    Tensor bias = draw.tensor(Shape.of(2, 3 * units));
    if (!resetAfter) {
      for (int index = 3 * units; index < bias.size(); index++) {
        bias.values()[index] = 0;
      }
    }
    return new GRUCell(
        "gru",
        function(draw),
        gate(draw),
        resetAfter,
        true,
        draw.kernel(2 * inputs, Shape.of(inputs, 3 * units)),
        draw.kernel(2 * units, Shape.of(units, 3 * units)),
        bias);
  }

  private static SimpleRNNCell simpleCell(Draw draw, int inputs, int units) {
    return new SimpleRNNCell(
        "simple",
        function(draw),
        true,
        draw.kernel(2 * inputs, Shape.of(inputs, units)),
        draw.kernel(4 * units, Shape.of(units, units)),
        draw.tensor(Shape.of(units)));
  }

  private static Cell plainCell(Draw draw, int inputs, int units) {
    return switch (draw.between(0, 2)) {
      case 0 -> lstmCell(draw, inputs, units);
      case 1 -> gruCell(draw, inputs, units);
      default -> simpleCell(draw, inputs, units);
    };
  }

  private static Cell cell(Draw draw, int inputs, int units) {
    if (draw.oneIn(3)) {
      return plainCell(draw, inputs, units);
    }
    List<Cell> cells = new ArrayList<>();
    int from = inputs;
    for (int below = draw.between(0, 2); below > 0; below--) {
      int between = units(draw);
      cells.add(draw.oneIn(4) ? cell(draw, from, between) : plainCell(draw, from, between));
      from = between;
    }
    cells.add(plainCell(draw, from, units));
    return new StackedRNNCells("stack", cells);
  }

  static Layer lstm(Draw draw, Signal input) {
    return new LSTM("lstm", lstmCell(draw, input.shape().last(), units(draw)), options(draw));
  }

  static Layer gru(Draw draw, Signal input) {
    return new GRU("gru", gruCell(draw, input.shape().last(), units(draw)), options(draw));
  }

  static Layer simpleRnn(Draw draw, Signal input) {
    int inputs = input.shape().last();
    return new SimpleRNN("simple", simpleCell(draw, inputs, units(draw)), options(draw));
  }

  static Layer rnn(Draw draw, Signal input) {
    return new RNN("rnn", cell(draw, input.shape().last(), units(draw)), options(draw));
  }

  static Layer bidirectional(Draw draw, Signal input) {
    MergeMode mode = draw.of(MergeMode.values());
    int units = units(draw);
    int others = mode == MergeMode.CONCAT && draw.coin() ? units(draw) : units;
    boolean sequences = draw.coin();
    boolean backwards = draw.oneIn(4);
    return new Bidirectional(
        "both",
        layer(draw, input, units, new Recurrent(sequences, backwards, draw.coin())),
        layer(draw, input, others, new Recurrent(sequences, !backwards, draw.coin())),
        mode,
        draw.of(Bidirectional.MaskedSteps.values()));
  }

  private static RecurrentLayer layer(Draw draw, Signal input, int units, Recurrent options) {
    int inputs = input.shape().last();
    return switch (draw.between(0, 3)) {
      case 0 -> new LSTM("lstm", lstmCell(draw, inputs, units), options);
      case 1 -> new GRU("gru", gruCell(draw, inputs, units), options);
      case 2 -> new SimpleRNN("simple", simpleCell(draw, inputs, units), options);
      default -> new RNN("rnn", cell(draw, inputs, units), options);
    };
  }
}
