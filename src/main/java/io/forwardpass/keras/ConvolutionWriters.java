package io.forwardpass.keras;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forwardpass.nn.Conv;
import io.forwardpass.nn.ConvTranspose;
import io.forwardpass.nn.ConvolutionLayer;
import io.forwardpass.nn.DepthwiseConv;
import io.forwardpass.nn.Padding;
import io.forwardpass.nn.SeparableConv;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import io.forwardpass.nn.Window;
import java.util.ArrayList;
import java.util.List;

/** Convolutions. */
final class ConvolutionWriters {
  private ConvolutionWriters() {}

  static WrittenLayer conv(Conv layer, Shape input, LayerWriters outer) {
    ObjectNode config = config(layer, layer.window(), layer.useBias(), outer);
    config.put("filters", layer.kernel().shape().last()).put("groups", layer.groups());
    return written(layer, config, layer.useBias(), layer.bias(), kernel(layer.kernel()));
  }

  static WrittenLayer transpose(ConvTranspose layer, Shape input, LayerWriters outer) {
    ObjectNode config = config(layer, layer.window(), layer.useBias(), outer);
    config.put("filters", layer.bias().size());
    if (layer.outputPadding().isEmpty()) {
      config.putNull("output_padding");
    } else {
      layer.outputPadding().forEach(config.putArray("output_padding")::add);
    }
    return written(layer, config, layer.useBias(), layer.bias(), kernel(layer.kernel()));
  }

  static WrittenLayer depthwise(DepthwiseConv layer, Shape input, LayerWriters outer) {
    refuseCausal(layer, layer.window(), outer);
    ObjectNode config = config(layer, layer.window(), layer.useBias(), outer);
    config.put("depth_multiplier", layer.kernel().shape().last());
    return written(layer, config, layer.useBias(), layer.bias(), kernel(layer.kernel()));
  }

  private static void refuseCausal(ConvolutionLayer layer, Window window, LayerWriters outer) {
    if (window.padding() == Padding.CAUSAL) {
      outer.unsupported(layer, "which is causal as in Keras 2 and not in Keras 3");
    }
  }

  static WrittenLayer separable(SeparableConv layer, Shape input, LayerWriters outer) {
    refuseCausal(layer, layer.window(), outer);
    ObjectNode config = config(layer, layer.window(), layer.useBias(), outer);
    config.put("filters", layer.bias().size());
    config.put("depth_multiplier", layer.depthwiseKernel().shape().last());
    return written(
        layer,
        config,
        layer.useBias(),
        layer.bias(),
        StoredWeight.of("depthwise_kernel", layer.depthwiseKernel()),
        StoredWeight.of("pointwise_kernel", layer.pointwiseKernel()));
  }

  private static StoredWeight kernel(Tensor kernel) {
    return StoredWeight.of("kernel", kernel);
  }

  private static ObjectNode config(
      ConvolutionLayer layer, Window window, boolean useBias, LayerWriters outer) {
    ObjectNode config = ReshapingWriters.withFormat(layer, layer.dataFormat());
    PoolingWriters.putWindow(config, "kernel_size", window);
    window.dilationRate().forEach(config.putArray("dilation_rate")::add);
    config.set("activation", outer.activation(layer.name(), layer.activation()));
    return config.put("use_bias", useBias);
  }

  private static WrittenLayer written(
      ConvolutionLayer layer,
      ObjectNode config,
      boolean useBias,
      Tensor bias,
      StoredWeight... kernels) {
    List<StoredWeight> weights = new ArrayList<>(List.of(kernels));
    if (useBias) {
      weights.add(StoredWeight.of("bias", bias));
    }
    return new WrittenLayer(layer.className(), config, weights, List.of());
  }
}
