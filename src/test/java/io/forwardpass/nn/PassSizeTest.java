package io.forwardpass.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.forwardpass.nn.layers.Conv2D;
import io.forwardpass.nn.layers.Flatten;
import io.forwardpass.nn.layers.LSTM;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of memory before it is taken. */
final class PassSizeTest {

  /** Two layers of many weights, by hand. */
  private static Sequential wide() {
    return Sequential.seeded(
        1,
        io.forwardpass.nn.layers.Dense.of(1000).inputShape(300).activation("relu"),
        io.forwardpass.nn.layers.Dense.of(200).activation("softmax"));
  }

  static Stream<Sequential> networks() {
    return Stream.of(
        wide(),
        Sequential.seeded(1, io.forwardpass.nn.layers.Dense.of(3).inputShape(2)),
        Sequential.seeded(
            1,
            Conv2D.of(16, 3, 3).inputShape(12, 12, 3).activation("relu"),
            Flatten.of(),
            io.forwardpass.nn.layers.Dense.of(400)),
        Sequential.seeded(1, LSTM.of(96).inputShape(20, 64), io.forwardpass.nn.layers.Dense.of(4)));
  }

  /** With kernels that leave products of more than 1,024 weights to the native library. */
  @Test
  void countsWhatCanBeCountedByHand() {
    Network network = Network.unplaced(wide(), new PlainKernels());
    // A row of the kernel more for the bias.
    assertEquals(4L * (301 * 1000 + 1001 * 200), network.nativeBytes());
    PassSize size = network.passSize(Shape.of(300), 1000);
    // In blocks of 32 rows, in tiles of 8 blocks.
    assertEquals(1024, size.capacity());
    assertEquals(256, size.tileRows());
    assertEquals(300 * 1024, size.inputFloats());
    assertEquals(200 * 1024, size.outputFloats());
    assertEquals(1000 * 256, size.betweenFloats());
    // The wider of what goes into the product, a one for the bias among it, and what comes out.
    assertEquals(1001 * 256, size.nativeFloats());
    assertEquals(2L * 4 * 1001 * 256, size.nativeBytes());
    assertEquals(4L * (500 * 1024 + 2 * 1000 * 256 + size.scratchFloats() + 256), size.javaBytes());
  }

  /** As on processors where kernels compute products of any size in Java. */
  @Test
  void countsNothingNativeWhereTheProductsAreJavas() {
    Sequential narrow = Sequential.seeded(1, io.forwardpass.nn.layers.Dense.of(40).inputShape(25));
    Network network = Network.unplaced(narrow, new PlainKernels());
    assertEquals(0, network.nativeBytes());
    PassSize size = network.passSize(Shape.of(25), 1000);
    assertEquals(0, size.nativeFloats());
    assertEquals(0, size.nativeBytes());
    assertEquals(25 * 1024, size.inputFloats());
    assertEquals(40 * 1024, size.outputFloats());
  }

  static Stream<Arguments> networksAndKernels() {
    return networks()
        .flatMap(
            model ->
                Stream.of(Kernels.best(), new PlainKernels())
                    .map(kernels -> Arguments.of(model, kernels)));
  }

  @ParameterizedTest
  @MethodSource("networksAndKernels")
  void saysTheSameWithoutWeightsInPlaceAsWith(Sequential model, Kernels kernels) {
    try (Network placed = Network.of(model, kernels)) {
      Network unplaced = Network.unplaced(model, kernels);
      assertEquals(placed.nativeBytes(), unplaced.nativeBytes());
      assertEquals(placed.preferredRows(), unplaced.preferredRows());
      assertEquals(placed.passSize(model.input(), 257), unplaced.passSize(model.input(), 257));
    }
  }

  @ParameterizedTest
  @MethodSource("networksAndKernels")
  void isWhatAForwardPassTakes(Sequential model, Kernels kernels) {
    try (Network network = Network.of(model, kernels);
        ForwardPass pass = network.forwardPass(100)) {
      PassSize size = network.passSize(model.input(), 100);
      assertArrayEquals(
          new int[] {pass.capacity(), pass.inputs().length},
          new int[] {size.capacity(), size.inputFloats()});
      if (size.outputFloats() > 0) {
        assertEquals(pass.outputs().length, size.outputFloats());
      }
    }
  }

  @Test
  void doesNotRunWithoutWeights() {
    try (ForwardPass pass = Network.unplaced(wide(), new PlainKernels()).forwardPass(1)) {
      assertThrows(IllegalStateException.class, () -> pass.forward(1));
    }
  }
}
