package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Networks at random with rows to run them on. */
final class RandomNetworks {
  private RandomNetworks() {}

  /** Layers of all families, mixed. */
  static Sequential mixed(Draw draw) {
    Shape input = shape(draw);
    List<Layer> layers = opening(draw, input);
    return network(draw, input, layers, draw.between(1, 6));
  }

  /** One layer of a family with few others before and behind it. */
  static Sequential around(RandomLayers.Family family, Draw draw) {
    while (true) {
      Shape input = shape(draw);
      List<Layer> layers = opening(draw, input);
      Signal signal = through(layers, input);
      if (family.fits().test(signal)) {
        layers.add(family.layer().apply(draw, signal));
        return network(draw, input, layers, draw.between(0, 2));
      }
    }
  }

  private static Sequential network(Draw draw, Shape input, List<Layer> first, int more) {
    List<Layer> layers = new ArrayList<>(first);
    for (int index = 0; index < more; index++) {
      layers.add(RandomLayers.any(draw, through(layers, input)));
    }
    if (layers.isEmpty()) {
      layers.add(new InferenceIdentity("dropout", "Dropout"));
    }
    return new Sequential("random", input, layers);
  }

  private static Signal through(List<Layer> layers, Shape input) {
    Signal signal = Signal.of(input);
    for (Layer layer : layers) {
      signal = signal.through(layer);
    }
    return signal;
  }

  private static Shape shape(Draw draw) {
    int rank = draw.between(1, 4);
    int longest = List.of(40, 9, 6, 4).get(rank - 1);
    return Shape.of(IntStream.range(0, rank).map(axis -> draw.between(1, longest)).toArray());
  }

  /** Where masks come from, now and then. */
  private static List<Layer> opening(Draw draw, Shape input) {
    List<Layer> layers = new ArrayList<>();
    switch (draw.between(0, 5)) {
      case 0 -> {
        if (input.rank() > 1) {
          layers.add(new Masking("masking", 0));
        }
      }
      case 1 -> {
        if (input.size() < 100) {
          layers.add(embedding(draw));
        }
      }
      case 2 -> {
        if (input.rank() > 1 && input.size() < 100) {
          layers.add(new TimeDistributed("each", embedding(draw)));
        }
      }
      default -> {}
    }
    return layers;
  }

  private static Embedding embedding(Draw draw) {
    Shape table = Shape.of(draw.between(1, 12), draw.between(1, 5));
    return new Embedding("embedding", draw.coin(), draw.tensor(table));
  }

  /**
   * Rows one behind the other: with steps of zeros among them; indices with fractions, which Keras
   * cuts off, where the network starts with an Embedding.
   */
  static float[] rows(Draw draw, Sequential model, int count) {
    float[] values = draw.values(count * model.input().size());
    if (model.indices().isPresent()) {
      int last = model.indices().getAsInt() - 1;
      for (int index = 0; index < values.length; index++) {
        values[index] = draw.oneIn(3) ? 0 : draw.between(0, last) + draw.of(0f, 0f, 0.9f);
      }
      return values;
    }
    int features = model.input().last();
    for (int step = 0; step < values.length; step += features) {
      if (draw.oneIn(4)) {
        Arrays.fill(values, step, step + features, 0);
      }
    }
    return values;
  }
}
