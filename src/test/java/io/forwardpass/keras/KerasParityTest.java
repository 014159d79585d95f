package io.forwardpass.keras;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden model computes what Keras computed. */
class KerasParityTest {
  static List<Golden> goldens() {
    return Golden.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goldens")
  void computesWhatKerasComputed(Golden golden) {
    Parity.check(golden);
  }

  /** A folder is called as the class that its cases are about. */
  @Test
  void everyFolderIsAClassThatIsRead() {
    for (Golden golden : goldens()) {
      String className = golden.name().substring(0, golden.name().indexOf('/'));
      assertTrue(
          className.equals("Sequential") || LayerReaders.of(className).isPresent(), className);
    }
  }

  @Test
  void thereAreGoldens() {
    assertTrue(goldens().size() > 300, "only " + goldens().size() + " golden folders");
  }
}
