package io.forwardpass.nn;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The native library below ND4J, as the machine at hand takes it. */
public final class NativeLibrary {
  private NativeLibrary() {}

  /**
   * Loads the library, if it is not loaded yet, and says which it is.
   *
   * @throws LinkageError or {@link RuntimeException} where it cannot be loaded
   */
  public static String load() {
    String backend = Nd4j.getBackend().getClass().getSimpleName();
    NativeOps library = NativeOpsHolder.getInstance().getDeviceNativeOps();
    if (!library.isMinimalRequirementsMet()) {
      throw new UnsupportedOperationException(
          "the processor lacks what the library was compiled for (level %s)"
              .formatted(library.binaryLevel()));
    }
    return "%s, %s".formatted(backend, instructions(library.binaryLevel()));
  }

  /** The levels of libnd4j's {@code binaryLevel()}. */
  private static String instructions(int level) {
    return switch (level) {
      case 2 -> "AVX2";
      case 3 -> "AVX-512";
      default -> "the processor's common instructions";
    };
  }
}
