package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The forward pass of one row in {@code double}, slow and obvious, from Keras' formulas: what the
 * fast one is held against. Shares nothing with it but the layers' records.
 */
final class NaiveTwin {
  /** As Keras 3 has it; the layers in {@link #signal} have rules of their own. */
  private static final Set<Class<? extends Layer>> PASS_THE_MASK_ON =
      Set.of(
          Dense.class,
          Activation.class,
          InferenceIdentity.class,
          Rescaling.class,
          Normalization.class,
          BatchNormalization.class,
          LayerNormalization.class,
          GroupNormalization.class,
          UnitNormalization.class,
          LeakyReLU.class,
          PReLU.class,
          ELU.class,
          ReLU.class,
          ThresholdedReLU.class);

  private NaiveTwin() {}

  static NaiveArray forward(Sequential model, double[] row) {
    NaiveArray input = new NaiveArray(NaiveArray.dims(model.input()), row);
    return signal(model, NaiveSignal.unmasked(input)).array();
  }

  private static NaiveSignal signal(Layer layer, NaiveSignal input) {
    if (layer instanceof Sequential network) {
      NaiveSignal signal = input;
      for (Layer each : network.layers()) {
        signal = signal(each, signal);
      }
      return signal;
    } else if (layer instanceof TimeDistributed distributed) {
      return eachStep(distributed.layer(), input);
    } else if (layer instanceof Masking masking) {
      return NaiveShapes.masking(masking, input.array());
    } else if (layer instanceof Embedding embedding) {
      return NaiveShapes.embedding(embedding, input.array());
    } else if (layer instanceof RecurrentLayer recurrent) {
      return NaiveRecurrence.forward(recurrent, input);
    } else if (layer instanceof Bidirectional bidirectional) {
      return NaiveRecurrence.forward(bidirectional, input);
    } else if (layer instanceof GlobalPooling pooling) {
      return NaiveSignal.unmasked(NaivePooling.global(pooling, input));
    }
    NaiveSignal output = input.map(array -> array(layer, array));
    return PASS_THE_MASK_ON.contains(layer.getClass()) ? output : output.withoutMask();
  }

  /** A mask of several axes has one for each step; the mask itself goes on as it is. */
  private static NaiveSignal eachStep(Layer layer, NaiveSignal input) {
    List<NaiveArray> steps = new ArrayList<>();
    for (int step = 0; step < input.array().dim(0); step++) {
      int time = step;
      Optional<NaiveArray> mask =
          input.mask().filter(array -> array.rank() > 1).map(array -> array.part(time));
      steps.add(signal(layer, new NaiveSignal(input.array().part(step), mask)).array());
    }
    return input.map(array -> NaiveArray.stack(steps));
  }

  private static NaiveArray array(Layer layer, NaiveArray x) {
    if (layer instanceof Dense dense) {
      return NaiveActivation.activate(dense.activation(), dense(dense, x));
    } else if (layer instanceof Activation activation) {
      return NaiveActivation.activate(activation.activation(), x);
    } else if (layer instanceof ActivationFunction function) {
      return NaiveActivation.activate(function, x);
    } else if (layer instanceof PReLU prelu) {
      NaiveArray alpha = NaiveArray.of(prelu.alpha());
      return NaiveArray.each(
          x.dims(),
          index -> x.at(index) > 0 ? x.at(index) : alpha.broadcastAt(index) * x.at(index));
    } else if (layer instanceof ConvolutionLayer convolution) {
      return NaiveConvolution.forward(convolution, x);
    } else if (layer instanceof Pooling pooling) {
      return NaivePooling.forward(pooling, x);
    } else if (layer instanceof ZeroPadding
        || layer instanceof Cropping
        || layer instanceof UpSampling) {
      return NaiveResampling.forward(layer, x);
    } else if (layer instanceof Flatten
        || layer instanceof Reshape
        || layer instanceof Permute
        || layer instanceof RepeatVector) {
      return NaiveShapes.forward(layer, x);
    } else if (layer instanceof InferenceIdentity) {
      return x;
    }
    return NaiveNormalization.forward(layer, x);
  }

  private static NaiveArray dense(Dense dense, NaiveArray x) {
    NaiveArray kernel = NaiveArray.of(dense.kernel());
    int[] dims = x.dims();
    dims[dims.length - 1] = kernel.dim(1);
    return NaiveArray.each(
        dims,
        index -> {
          int unit = index[index.length - 1];
          double sum = dense.bias().values()[unit];
          int[] from = index.clone();
          for (int input = 0; input < kernel.dim(0); input++) {
            from[from.length - 1] = input;
            sum += x.at(from) * kernel.at(input, unit);
          }
          return sum;
        });
  }
}
