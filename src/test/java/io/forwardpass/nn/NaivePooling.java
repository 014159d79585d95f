package io.forwardpass.nn;

import static io.forwardpass.nn.NaiveArray.join;

import java.util.Arrays;
import java.util.List;

/** Pooling for the {@link NaiveTwin}. */
final class NaivePooling {
  private NaivePooling() {}

  static NaiveArray forward(Pooling layer, NaiveArray input) {
    boolean first = layer.dataFormat() == DataFormat.CHANNELS_FIRST;
    NaiveArray x = first ? input.firstAxisMovedToTheEnd() : input;
    NaiveWindow window = new NaiveWindow(layer.window());
    NaiveArray pooled =
        NaiveArray.each(
            join(window.outputLengths(x.dims()), x.last()),
            index -> {
              int channel = index[index.length - 1];
              List<NaiveWindow.Tap> taps = window.taps(index, x.dims());
              return pool(
                  layer.pool(),
                  taps.stream().mapToDouble(tap -> x.at(join(tap.place(), channel))).toArray());
            });
    return first ? pooled.lastAxisMovedToTheFront() : pooled;
  }

  private static double pool(Pool pool, double[] values) {
    return switch (pool) {
      case MAX -> Arrays.stream(values).max().orElseThrow();
      case AVERAGE -> Arrays.stream(values).average().orElseThrow();
    };
  }

  static NaiveArray global(GlobalPooling layer, NaiveSignal input) {
    boolean first = layer.dataFormat() == DataFormat.CHANNELS_FIRST;
    NaiveArray x = first ? input.array().firstAxisMovedToTheEnd() : input.array();
    boolean masked = layer.pool() == Pool.AVERAGE && layer.spatialAxes() == 1;
    int[] places = Arrays.copyOf(x.dims(), x.rank() - 1);
    NaiveArray pooled =
        NaiveArray.each(
            new int[] {x.last()},
            channel -> {
              double[] values =
                  NaiveArray.indices(places).stream()
                      .filter(place -> !masked || input.counts(place[0]))
                      .mapToDouble(place -> x.at(join(place, channel[0])))
                      .toArray();
              return values.length == 0 ? Double.NaN : pool(layer.pool(), values);
            });
    if (!layer.keepdims()) {
      return pooled;
    }
    int[] dims = new int[x.rank()];
    Arrays.fill(dims, 1);
    dims[first ? 0 : x.rank() - 1] = x.last();
    return pooled.reshaped(dims);
  }
}
