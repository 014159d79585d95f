package io.forwardpass.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardPassTest {

  static Sequential classifier(int... widths) {
    Random random = new Random(7);
    List<Layer> layers = new ArrayList<>();
    for (int layer = 1; layer < widths.length; layer++) {
      float[] kernel = new float[widths[layer - 1] * widths[layer]];
      for (int i = 0; i < kernel.length; i++) {
        kernel[i] = (float) (random.nextGaussian() / Math.sqrt(widths[layer - 1]));
      }
      layers.add(
          new Dense(
              "dense_" + layer,
              layer == widths.length - 1 ? NamedActivation.SOFTMAX : NamedActivation.RELU,
              false,
              Tensor.of(Shape.of(widths[layer - 1], widths[layer]), kernel),
              Tensor.zeros(Shape.of(widths[layer]))));
    }
    return new Sequential("classifier", Shape.of(widths[0]), layers);
  }

  /** Has a layer that ND4J computes. */
  private static Sequential wide() {
    return classifier(30, 800, 800, 5);
  }

  /** With a layer of more weights than plain Java multiplies itself. */
  private static Network onNd4j() {
    return Network.of(wide(), new PlainKernels());
  }

  private static float[] rows(int count) {
    Random random = new Random(count);
    float[] rows = new float[count];
    for (int i = 0; i < count; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    return rows;
  }

  @Test
  void rowsDoNotDependOnTheRowsAround() {
    float[] rows = rows(30 * 700);
    try (Network network = Network.of(wide());
        ForwardPass pass = network.forwardPass(700)) {
      float[] all = Rows.forward(pass, rows);
      for (int row : new int[] {0, 31, 32, 255, 256, 699}) {
        float[] alone = Rows.forward(pass, Arrays.copyOfRange(rows, row * 30, row * 30 + 30));
        Rows.assertClose(Arrays.copyOfRange(all, row * 5, row * 5 + 5), alone, 1e-6);
      }
    }
  }

  static Stream<Kernels> kernels() {
    return Stream.of(Kernels.best(), new PlainKernels());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aShortBatchLeavesNoTraceInTheNext(Kernels kernels) {
    float[] rows = rows(30 * 600);
    try (Network network = Network.of(wide(), kernels);
        ForwardPass pass = network.forwardPass(600)) {
      float[] first = Rows.forward(pass, rows);
      Rows.forward(pass, rows(30 * 13));
      assertArrayEquals(first, Rows.forward(pass, rows));
    }
  }

  @Test
  void noRowsAreFine() {
    try (Network network = Network.of(wide());
        ForwardPass pass = network.forwardPass(10)) {
      pass.forward(0);
    }
  }

  @Test
  void capacityIsAtLeastWhatWasAskedFor() {
    try (Network network = Network.of(wide())) {
      for (int rows : new int[] {1, 31, 32, 33, 257, 4096}) {
        try (ForwardPass pass = network.forwardPass(rows)) {
          assertTrue(pass.capacity() >= rows, () -> pass.capacity() + " for " + rows);
          assertEquals(30 * pass.capacity(), pass.inputs().length);
          assertEquals(5 * pass.capacity(), pass.outputs().length);
        }
      }
    }
  }

  @Test
  void preferredRowsFitIntoACache() {
    try (Network narrow = Network.of(classifier(8, 6, 6, 4));
        Network wide = Network.of(wide())) {
      assertEquals(4096, narrow.preferredRows());
      assertTrue(wide.preferredRows() >= 256, () -> "" + wide.preferredRows());
    }
  }

  @Test
  void threadsShareANetwork() throws Exception {
    float[] rows = rows(30 * 300);
    try (Network network = Network.of(wide())) {
      float[] expected = Rows.forward(network, rows);
      Callable<Void> task =
          () -> {
            try (ForwardPass pass = network.forwardPass(300)) {
              for (int batch = 0; batch < 50; batch++) {
                assertArrayEquals(expected, Rows.forward(pass, rows));
              }
            }
            return null;
          };
      ExecutorService threads = Executors.newFixedThreadPool(4);
      for (Future<Void> future : threads.invokeAll(List.of(task, task, task, task))) {
        future.get();
      }
      threads.shutdown();
    }
  }

  @Test
  void refusesMoreRowsThanItHolds() {
    try (Network network = Network.of(classifier(2, 2));
        ForwardPass pass = network.forwardPass(32)) {
      assertEquals(
          "forward takes 0 to 32 rows, not 33",
          assertThrows(IllegalArgumentException.class, () -> pass.forward(33)).getMessage());
      assertThrows(IllegalArgumentException.class, () -> pass.forward(-1));
      assertThrows(IllegalArgumentException.class, () -> network.forwardPass(0));
    }
  }

  @Test
  void afterCloseEveryUseIsABug() {
    Network network = Network.of(wide());
    ForwardPass pass = network.forwardPass(3);
    pass.close();
    pass.close();
    assertThrows(IllegalStateException.class, () -> pass.forward(1));
    network.close();
    network.close();
    assertEquals(
        "network 'classifier' is closed",
        assertThrows(IllegalStateException.class, () -> network.forwardPass(1)).getMessage());
  }

  /** A task that is still running must not crash the JVM because the network was given up. */
  @Test
  void anOpenForwardPassKeepsTheWeights() {
    float[] rows = rows(30 * 40);
    Network network = onNd4j();
    try (ForwardPass pass = network.forwardPass(40)) {
      float[] before = Rows.forward(pass, rows);
      network.close();
      assertArrayEquals(before, Rows.forward(pass, rows));
    }
  }

  @Test
  void closingGivesNativeMemoryBack() {
    try (Network warm = onNd4j();
        ForwardPass pass = warm.forwardPass(1)) {
      pass.forward(1);
    }
    long before = Pointer.totalBytes();
    Network network = onNd4j();
    ForwardPass pass = network.forwardPass(100);
    assertTrue(Pointer.totalBytes() >= before + 4 * 800 * 800, "weights are native");
    network.close();
    assertTrue(Pointer.totalBytes() >= before + 4 * 800 * 800, "and still in use");
    pass.close();
    // ND4J keeps some bytes of its own.
    assertTrue(Pointer.totalBytes() < before + 1024, "all is freed");
  }

  @Test
  void theVectorApiIsInUse() {
    assertEquals("io.forwardpass.nn.vector.VectorKernels", Kernels.best().getClass().getName());
    assertSame(Kernels.best(), Kernels.best());
  }

  @Test
  void nativeThreadsAreSetForAllThreads() throws Exception {
    int before = NativeThreads.current();
    try {
      NativeThreads.set(2);
      assertEquals(2, NativeThreads.current());
      NativeThreads.set(1);
      int[] seen = new int[1];
      Thread other = new Thread(() -> seen[0] = NativeThreads.current());
      other.start();
      other.join();
      assertEquals(1, seen[0]);
      assertThrows(IllegalArgumentException.class, () -> NativeThreads.set(0));
    } finally {
      NativeThreads.set(before);
    }
  }
}
