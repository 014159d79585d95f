package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Recurrent layers for the {@link NaiveTwin}. */
final class NaiveRecurrence {
  private NaiveRecurrence() {}

  /** Of one cell; only an LSTM has a {@code c}. */
  private record State(NaiveArray h, NaiveArray c) {
    static State zeros(Cell cell) {
      NaiveArray zeros = NaiveArray.zeros(units(cell));
      return new State(zeros, zeros);
    }
  }

  static NaiveSignal forward(RecurrentLayer layer, NaiveSignal input) {
    boolean sequences = layer.options().returnSequences();
    List<NaiveArray> outputs = outputs(layer, layer.options().zeroOutputForMask(), input);
    return new NaiveSignal(result(outputs, sequences), sequences ? input.mask() : Optional.empty());
  }

  static NaiveSignal forward(Bidirectional layer, NaiveSignal input) {
    boolean sequences = layer.forward().options().returnSequences();
    boolean always = layer.masked() == Bidirectional.MaskedSteps.ZERO_IN_SEQUENCES;
    List<NaiveArray> there =
        outputs(
            layer.forward(),
            always ? sequences : layer.forward().options().zeroOutputForMask(),
            input);
    List<NaiveArray> back =
        outputs(
            layer.backward(),
            always ? sequences : layer.backward().options().zeroOutputForMask(),
            input);
    if (sequences) {
      Collections.reverse(back);
    }
    NaiveArray merged = merge(layer.mergeMode(), result(there, sequences), result(back, sequences));
    return new NaiveSignal(merged, sequences ? input.mask() : Optional.empty());
  }

  private static NaiveArray result(List<NaiveArray> outputs, boolean sequences) {
    return sequences ? NaiveArray.stack(outputs) : outputs.get(outputs.size() - 1);
  }

  private static NaiveArray merge(MergeMode mode, NaiveArray there, NaiveArray back) {
    int[] dims = there.dims();
    if (mode == MergeMode.CONCAT) {
      dims[dims.length - 1] += back.last();
    }
    return NaiveArray.each(
        dims,
        index -> {
          int unit = index[index.length - 1];
          int[] other = index.clone();
          other[other.length - 1] = unit - there.last();
          return switch (mode) {
            case CONCAT -> unit < there.last() ? there.at(index) : back.at(other);
            case SUM -> there.at(index) + back.at(index);
            case AVE -> (there.at(index) + back.at(index)) / 2;
            case MUL -> there.at(index) * back.at(index);
          };
        });
  }

  /** The outputs of all steps in the order in which they are taken. */
  private static List<NaiveArray> outputs(
      RecurrentLayer layer, boolean zeroOutputForMask, NaiveSignal input) {
    List<Cell> cells = plain(layer.cell());
    List<State> states = cells.stream().map(State::zeros).toList();
    NaiveArray zeros = NaiveArray.zeros(units(cells.get(cells.size() - 1)));
    NaiveArray previous = zeros;
    int steps = input.array().dim(0);
    List<NaiveArray> outputs = new ArrayList<>();
    for (int number = 0; number < steps; number++) {
      int step = layer.options().goBackwards() ? steps - 1 - number : number;
      if (input.counts(step)) {
        states = step(cells, input.array().part(step), states);
        previous = states.get(states.size() - 1).h();
        outputs.add(previous);
      } else {
        outputs.add(zeroOutputForMask ? zeros : previous);
      }
    }
    return outputs;
  }

  private static List<Cell> plain(Cell cell) {
    return cell instanceof StackedRNNCells stack
        ? stack.cells().stream().flatMap(each -> plain(each).stream()).toList()
        : Stream.of(cell).toList();
  }

  private static int units(Cell cell) {
    return recurrentKernel(cell).dim(0);
  }

  private static NaiveArray recurrentKernel(Cell cell) {
    if (cell instanceof LSTMCell lstm) {
      return NaiveArray.of(lstm.recurrentKernel());
    } else if (cell instanceof GRUCell gru) {
      return NaiveArray.of(gru.recurrentKernel());
    }
    return NaiveArray.of(((SimpleRNNCell) cell).recurrentKernel());
  }

  private static List<State> step(List<Cell> cells, NaiveArray input, List<State> states) {
    List<State> next = new ArrayList<>();
    NaiveArray x = input;
    for (int index = 0; index < cells.size(); index++) {
      next.add(step(cells.get(index), x, states.get(index)));
      x = next.get(index).h();
    }
    return next;
  }

  private static State step(Cell cell, NaiveArray x, State state) {
    if (cell instanceof LSTMCell lstm) {
      return lstm(lstm, x, state);
    } else if (cell instanceof GRUCell gru) {
      return gru.resetAfter() ? resetAfter(gru, x, state.h()) : resetBefore(gru, x, state.h());
    }
    SimpleRNNCell simple = (SimpleRNNCell) cell;
    double[] fromInput = product(x, simple.kernel());
    double[] fromState = product(state.h(), simple.recurrentKernel());
    double[] h = new double[state.h().last()];
    for (int unit = 0; unit < h.length; unit++) {
      double sum = fromInput[unit] + simple.bias().values()[unit] + fromState[unit];
      h[unit] = NaiveActivation.activate(simple.activation(), sum);
    }
    return new State(NaiveArray.vector(h), state.c());
  }

  private static State lstm(LSTMCell cell, NaiveArray x, State state) {
    int units = state.h().last();
    double[] z = product(x, cell.kernel());
    double[] fromState = product(state.h(), cell.recurrentKernel());
    for (int column = 0; column < z.length; column++) {
      z[column] += fromState[column] + cell.bias().values()[column];
    }
    double[] c = new double[units];
    double[] h = new double[units];
    for (int unit = 0; unit < units; unit++) {
      double i = NaiveActivation.activate(cell.recurrentActivation(), z[unit]);
      double f = NaiveActivation.activate(cell.recurrentActivation(), z[units + unit]);
      double candidate = NaiveActivation.activate(cell.activation(), z[2 * units + unit]);
      double o = NaiveActivation.activate(cell.recurrentActivation(), z[3 * units + unit]);
      c[unit] = f * state.c().at(unit) + i * candidate;
      h[unit] = o * NaiveActivation.activate(cell.activation(), c[unit]);
    }
    return new State(NaiveArray.vector(h), NaiveArray.vector(c));
  }

  private static State resetAfter(GRUCell cell, NaiveArray x, NaiveArray h) {
    int units = h.last();
    NaiveArray bias = NaiveArray.of(cell.bias());
    double[] fromInput = product(x, cell.kernel());
    double[] fromState = product(h, cell.recurrentKernel());
    for (int column = 0; column < 3 * units; column++) {
      fromInput[column] += bias.at(0, column);
      fromState[column] += bias.at(1, column);
    }
    double[] next = new double[units];
    for (int unit = 0; unit < units; unit++) {
      int hidden = 2 * units + unit;
      double z = gate(cell, fromInput[unit] + fromState[unit]);
      double r = gate(cell, fromInput[units + unit] + fromState[units + unit]);
      double n =
          NaiveActivation.activate(cell.activation(), fromInput[hidden] + r * fromState[hidden]);
      next[unit] = z * h.at(unit) + (1 - z) * n;
    }
    return new State(NaiveArray.vector(next), h);
  }

  private static State resetBefore(GRUCell cell, NaiveArray x, NaiveArray h) {
    int units = h.last();
    double[] fromInput = product(x, cell.kernel());
    double[] fromState = product(h, cell.recurrentKernel());
    double[] reset = new double[units];
    for (int column = 0; column < 3 * units; column++) {
      fromInput[column] += cell.bias().values()[column];
    }
    for (int unit = 0; unit < units; unit++) {
      reset[unit] = gate(cell, fromInput[units + unit] + fromState[units + unit]) * h.at(unit);
    }
    double[] fromReset = product(NaiveArray.vector(reset), cell.recurrentKernel());
    double[] next = new double[units];
    for (int unit = 0; unit < units; unit++) {
      int hidden = 2 * units + unit;
      double z = gate(cell, fromInput[unit] + fromState[unit]);
      double n = NaiveActivation.activate(cell.activation(), fromInput[hidden] + fromReset[hidden]);
      next[unit] = z * h.at(unit) + (1 - z) * n;
    }
    return new State(NaiveArray.vector(next), h);
  }

  private static double gate(GRUCell cell, double sum) {
    return NaiveActivation.activate(cell.recurrentActivation(), sum);
  }

  private static double[] product(NaiveArray x, Tensor matrix) {
    NaiveArray kernel = NaiveArray.of(matrix);
    double[] y = new double[kernel.dim(1)];
    for (int column = 0; column < y.length; column++) {
      for (int row = 0; row < x.last(); row++) {
        y[column] += x.at(row) * kernel.at(row, column);
      }
    }
    return y;
  }
}
