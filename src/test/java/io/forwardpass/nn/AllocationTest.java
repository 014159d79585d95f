package io.forwardpass.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What a forward pass allocates. Runs in a JVM of its own, as the build sees to: what the JIT
 * compiler inlines, and hence allocates, depends on all that the JVM has run before.
 */
final class AllocationTest {

  /** Two functions on vectors in one place are more than HotSpot inlines. */
  @Test
  void severalFunctionsAllocateNothing() {
    Sequential model =
        Rows.network(
            Shape.of(8),
            new Dense(
                "tanh",
                NamedActivation.TANH,
                true,
                Tensor.ones(Shape.of(8, 16)),
                Tensor.ones(Shape.of(16))),
            new Dense(
                "sigmoid",
                NamedActivation.SIGMOID,
                true,
                Tensor.ones(Shape.of(16, 4)),
                Tensor.ones(Shape.of(4))));
    assertEquals(0, allocatedByForward(model, 0));
  }

  /**
   * ND4J makes a few small objects for each product, of which the JIT compiler leaves more or
   * fewer; what must not be is an array of the batch's size, here 800 KiB. A batch of 256 rows is
   * one tile.
   */
  @Test
  void nd4jAllocatesNearlyNothing() {
    int limit = 16 * 1024;
    Network network = Network.of(ForwardPassTest.classifier(2, 800, 800, 2), new PlainKernels());
    long bytes = allocatedByForward(network, limit - 1);
    assertTrue(bytes < limit, () -> bytes + " bytes a batch");
  }

  @Test
  void convolutionsAllocateNothing() {
    Draw draw = new Draw(5);
    Window square = new Window(List.of(3, 3), List.of(1, 1), List.of(1, 1), Padding.SAME);
    Window half = new Window(List.of(2, 2), List.of(2, 2), List.of(1, 1), Padding.VALID);
    Conv conv =
        new Conv(
            "conv",
            square,
            DataFormat.CHANNELS_LAST,
            1,
            NamedActivation.RELU,
            true,
            draw.kernel(9, Shape.of(3, 3, 1, 8)),
            draw.tensor(Shape.of(8)));
    Sequential model =
        Rows.network(
            Shape.of(8, 8, 1),
            conv,
            new Pooling("pooling", Pool.MAX, half, DataFormat.CHANNELS_LAST),
            new Flatten("flatten", DataFormat.CHANNELS_LAST),
            RandomLayers.dense(draw, 128, 4, NamedActivation.RELU));
    assertEquals(0, allocatedByForward(model, 0));
  }

  /**
   * With functions in plain Java: those that take {@code exp} of a vector are free of objects or
   * not as the JIT compiler happens to inline it.
   */
  @Test
  void recurrencesAllocateNothing() {
    Draw draw = new Draw(6);
    LSTMCell cell =
        new LSTMCell(
            "lstm",
            NamedActivation.SOFTSIGN,
            NamedActivation.HARD_SIGMOID,
            true,
            draw.kernel(4, Shape.of(4, 64)),
            draw.kernel(16, Shape.of(16, 64)),
            draw.tensor(Shape.of(64)));
    Sequential model =
        Rows.network(
            Shape.of(10, 4),
            new Masking("masking", 0),
            new LSTM("lstm", cell, new Recurrent(false, false, false)),
            RandomLayers.dense(draw, 16, 3, NamedActivation.RELU));
    assertEquals(0, allocatedByForward(model, 0));
  }

  /** Once the JIT compiler has done its work, for which it may need some rounds. */
  static long allocatedByForward(Sequential model, long enough) {
    return allocatedByForward(Network.of(model), enough);
  }

  private static long allocatedByForward(Network owned, long enough) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    int batches = 500;
    try (Network network = owned;
        ForwardPass pass = network.forwardPass(256)) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (least / batches > enough && System.nanoTime() < deadline) {
        long before = threads.getThreadAllocatedBytes(thread);
        for (int batch = 0; batch < batches; batch++) {
          pass.forward(256);
        }
        least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
      }
    }
    return least / batches;
  }
}
