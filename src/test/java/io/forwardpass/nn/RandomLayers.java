package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Layers of every family at random, that fit what comes in. */
final class RandomLayers {
  /** The elements beyond which no layer is asked for that makes more of them. */
  private static final int MANY = 400;

  private RandomLayers() {}

  /**
   * Layers of one kind.
   *
   * @param fits whether there are such layers for an input
   */
  record Family(String name, Predicate<Signal> fits, BiFunction<Draw, Signal, Layer> layer) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Family> all() {
    return List.of(
        new Family("Dense", input -> true, RandomLayers::dense),
        new Family("Activation", input -> true, RandomLayers::activation),
        new Family("activation layer", input -> true, RandomLayers::activationLayer),
        new Family("Softmax", input -> input.mask().isEmpty(), RandomLayers::softmax),
        new Family("PReLU", input -> true, RandomLayers::prelu),
        new Family("Dropout", input -> true, (draw, input) -> dropout()),
        new Family("Flatten", input -> true, (draw, input) -> flatten(draw)),
        new Family("Reshape", input -> true, RandomLayers::reshape),
        new Family("Permute", input -> true, RandomLayers::permute),
        new Family("RepeatVector", RandomLayers::isVector, (draw, input) -> repeat(draw)),
        new Family("Masking", input -> input.shape().rank() > 1, RandomLayers::masking),
        new Family("BatchNormalization", input -> true, RandomLayers::batchNormalization),
        new Family("Normalization", input -> true, RandomLayers::normalization),
        new Family("Rescaling", input -> true, RandomLayers::rescaling),
        new Family("LayerNormalization", input -> true, RandomLayers::layerNormalization),
        new Family("GroupNormalization", input -> true, RandomLayers::groupNormalization),
        new Family("RMSNormalization", input -> true, RandomLayers::rmsNormalization),
        new Family("UnitNormalization", input -> true, RandomLayers::unitNormalization),
        new Family("Conv", RandomConvolutions::fits, RandomConvolutions::conv),
        new Family("DepthwiseConv", RandomConvolutions::fitsFlat, RandomConvolutions::depthwise),
        new Family("SeparableConv", RandomConvolutions::fitsFlat, RandomConvolutions::separable),
        new Family("ConvTranspose", RandomLayers::isSmallGrid, RandomConvolutions::transpose),
        new Family("Pooling", RandomConvolutions::fits, RandomConvolutions::pooling),
        new Family("GlobalPooling", RandomLayers::isPoolable, RandomConvolutions::globalPooling),
        new Family("ZeroPadding", RandomLayers::isSmallGrid, RandomConvolutions::zeroPadding),
        new Family("Cropping", RandomConvolutions::fits, RandomConvolutions::cropping),
        new Family("UpSampling", RandomLayers::isSmallGrid, RandomConvolutions::upSampling),
        new Family("LSTM", RandomRecurrences::fits, RandomRecurrences::lstm),
        new Family("GRU", RandomRecurrences::fits, RandomRecurrences::gru),
        new Family("SimpleRNN", RandomRecurrences::fits, RandomRecurrences::simpleRnn),
        new Family("RNN", RandomRecurrences::fits, RandomRecurrences::rnn),
        new Family("Bidirectional", RandomRecurrences::fits, RandomRecurrences::bidirectional),
        new Family(
            "TimeDistributed", input -> input.shape().rank() > 1, RandomLayers::timeDistributed),
        new Family("Sequential", input -> true, RandomLayers::nested));
  }

  static Layer any(Draw draw, Signal input) {
    return draw.of(all().stream().filter(family -> family.fits().test(input)).toList())
        .layer()
        .apply(draw, input);
  }

  private static boolean isVector(Signal input) {
    return input.shape().rank() == 1;
  }

  private static boolean isSmallGrid(Signal input) {
    return RandomConvolutions.fits(input) && input.shape().size() <= MANY;
  }

  private static boolean isPoolable(Signal input) {
    return RandomConvolutions.fits(input)
        && (input.shape().rank() > 2 || RandomRecurrences.fits(input));
  }

  static Dense dense(Draw draw, int inputs, int units, ActivationFunction activation) {
    return new Dense(
        "dense",
        activation,
        true,
        draw.kernel(inputs, Shape.of(inputs, units)),
        draw.tensor(Shape.of(units)));
  }

  private static Layer dense(Draw draw, Signal input) {
    int units = draw.between(1, input.shape().size() > MANY ? 4 : 24);
    return dense(draw, input.shape().last(), units, draw.function(units));
  }

  private static Layer activation(Draw draw, Signal input) {
    return new Activation("activation", draw.function(input.shape().last()));
  }

  private static Layer activationLayer(Draw draw, Signal input) {
    return switch (draw.between(0, 3)) {
      case 0 -> new LeakyReLU("leaky", 0.3f);
      case 1 -> new ReLU("relu", draw.of(0.9f, Float.POSITIVE_INFINITY), 0.1f, -0.2f);
      case 2 -> new ELU("elu", 0.7f);
      default -> new ThresholdedReLU("thresholded", 0.4f);
    };
  }

  private static Layer softmax(Draw draw, Signal input) {
    return new Softmax("softmax", draw.axes(input.shape().rank()));
  }

  private static Layer prelu(Draw draw, Signal input) {
    return new PReLU("prelu", draw.tensor(shared(draw, input.shape())));
  }

  /** Of length 1 on some axes. */
  private static Shape shared(Draw draw, Shape shape) {
    return new Shape(shape.dims().stream().map(dim -> draw.coin() ? 1 : dim).toList());
  }

  private static Layer dropout() {
    return new InferenceIdentity("dropout", "Dropout");
  }

  private static Layer flatten(Draw draw) {
    return new Flatten("flatten", draw.format());
  }

  private static Layer reshape(Draw draw, Signal input) {
    int size = input.shape().size();
    List<Integer> divisors =
        IntStream.rangeClosed(1, size).filter(each -> size % each == 0).boxed().toList();
    int first = draw.of(divisors);
    return new Reshape(
        "reshape",
        draw.of(List.of(-1), List.of(first, -1), List.of(-1, first), List.of(1, first, -1)));
  }

  private static Layer permute(Draw draw, Signal input) {
    List<Integer> dims =
        new ArrayList<>(IntStream.rangeClosed(1, input.shape().rank()).boxed().toList());
    for (int axis = dims.size() - 1; axis > 0; axis--) {
      Collections.swap(dims, axis, draw.between(0, axis));
    }
    return new Permute("permute", dims);
  }

  private static Layer repeat(Draw draw) {
    return new RepeatVector("repeat", draw.between(1, 5));
  }

  private static Layer masking(Draw draw, Signal input) {
    return new Masking("masking", 0);
  }

  private static Layer batchNormalization(Draw draw, Signal input) {
    int axis = draw.between(0, input.shape().rank() - 1);
    Shape channels = Shape.of(input.shape().dim(axis));
    return new BatchNormalization(
        "normalization",
        draw.axis(axis, input.shape().rank()),
        1e-3f,
        true,
        true,
        draw.tensor(channels),
        draw.tensor(channels),
        draw.tensor(channels),
        draw.positive(channels));
  }

  private static Layer normalization(Draw draw, Signal input) {
    Shape kept = shared(draw, input.shape());
    return new Normalization(
        "normalization", draw.coin(), draw.tensor(kept), draw.positive(kept), 3);
  }

  private static Layer rescaling(Draw draw, Signal input) {
    return new Rescaling(
        "rescaling", draw.tensor(Shape.of(1)), draw.tensor(Shape.of(input.shape().last())));
  }

  private static Layer layerNormalization(Draw draw, Signal input) {
    List<Integer> axes = draw.axes(input.shape().rank());
    Shape shape =
        new Shape(
            axes.stream()
                .map(axis -> axis < 0 ? input.shape().rank() + axis : axis - 1)
                .map(input.shape()::dim)
                .toList());
    boolean rmsScaling = draw.coin();
    // Numbers that are alike come out about 1 / sqrt(epsilon) times as large with their mean.
    float epsilon = rmsScaling ? 0.1f : 1e-3f;
    return new LayerNormalization(
        "normalization", axes, epsilon, rmsScaling, draw.tensor(shape), draw.tensor(shape), 2);
  }

  private static Layer groupNormalization(Draw draw, Signal input) {
    int axis = draw.between(0, input.shape().rank() - 1);
    int channels = input.shape().dim(axis);
    List<Integer> divisors =
        IntStream.rangeClosed(1, channels).filter(each -> channels % each == 0).boxed().toList();
    return new GroupNormalization(
        "normalization",
        draw.of(divisors),
        draw.axis(axis, input.shape().rank()),
        1e-3f,
        draw.tensor(Shape.of(channels)),
        draw.tensor(Shape.of(channels)),
        2);
  }

  private static Layer rmsNormalization(Draw draw, Signal input) {
    return new RMSNormalization(
        "normalization",
        draw.axes(input.shape().rank()),
        1e-3f,
        draw.tensor(shared(draw, input.shape())));
  }

  private static Layer unitNormalization(Draw draw, Signal input) {
    return new UnitNormalization("normalization", draw.axes(input.shape().rank()));
  }

  private static Layer timeDistributed(Draw draw, Signal input) {
    Optional<Shape> mask = input.mask().filter(shape -> shape.rank() > 1).map(Shape::withoutFirst);
    Signal step = new Signal(input.shape().withoutFirst(), mask);
    return new TimeDistributed("each", any(draw, step));
  }

  private static Layer nested(Draw draw, Signal input) {
    return network(draw, input, draw.between(1, 3));
  }

  /** So many layers, one after the other. */
  static Sequential network(Draw draw, Signal input, int layers) {
    List<Layer> drawn = new ArrayList<>();
    Signal signal = input;
    for (int index = 0; index < layers; index++) {
      drawn.add(any(draw, signal));
      signal = signal.through(drawn.get(index));
    }
    return new Sequential("network", input.shape(), drawn);
  }
}
