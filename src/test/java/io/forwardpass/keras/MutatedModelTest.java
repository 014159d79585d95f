package io.forwardpass.keras;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to a good file's bytes: it is read, or refused by one of the two exceptions,
 * soon and without much memory.
 */
@Timeout(120)
class MutatedModelTest {
  private static final int MUTANTS = 400;
  private static final long MOST_BYTES = 64L << 20;

  /** Old and new HDF5, chunks and filters, both formats, text of either kind, many groups. */
  static List<Golden> goldens() {
    return List.of(
        Golden.of("Sequential/usual-stack"),
        Golden.of("Sequential/usual-stack-h5"),
        Golden.of("Sequential/keras-1-tf-keras-2.21.0-h5"),
        Golden.of("Sequential/gzip-chunked"),
        Golden.of("Sequential/newest-hdf5"),
        Golden.of("Sequential/windows-keras-2.13.1"),
        Golden.of("Normalization/adapted-tf-keras-2.21.0-h5"),
        Golden.of("Sequential/functional-chain-tf-keras-2.21.0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goldens")
  void truncated(Golden golden) {
    byte[] file = golden.bytes();
    for (int length = 0; length < file.length; length += 64) {
      byte[] part = Arrays.copyOf(file, length);
      assertThrows(
          InvalidModelException.class, () -> KerasModel.read(part, "part"), "length " + length);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goldens")
  void anyByteChanged(Golden golden) {
    Random random = new Random(golden.name().hashCode());
    for (int mutant = 0; mutant < MUTANTS; mutant++) {
      read(mutant(golden.bytes(), random), golden, mutant);
    }
  }

  /** With checksums that fit, so that the change is met behind them. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("goldens")
  void anyByteOfTheWeightsChanged(Golden golden) {
    if (golden.model().endsWith("model.keras")) {
      ArchiveFile archive = ArchiveFile.of(golden.bytes());
      byte[] weights = archive.members().get(ArchiveFile.WEIGHTS);
      Random random = new Random(golden.name().hashCode());
      for (int mutant = 0; mutant < MUTANTS; mutant++) {
        read(archive.with(ArchiveFile.WEIGHTS, mutant(weights, random)).bytes(), golden, mutant);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goldens")
  void anyByteOfTheArchitectureChanged(Golden golden) {
    if (golden.model().endsWith("model.keras")) {
      ArchiveFile archive = ArchiveFile.of(golden.bytes());
      byte[] config = archive.members().get(ArchiveFile.CONFIG);
      Random random = new Random(golden.name().hashCode());
      for (int mutant = 0; mutant < MUTANTS; mutant++) {
        read(archive.with(ArchiveFile.CONFIG, mutant(config, random)).bytes(), golden, mutant);
      }
    }
  }

  private static void read(byte[] file, Golden golden, int mutant) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      KerasModel.read(file, "mutant");
    } catch (InvalidModelException | UnsupportedModelException expected) {
      assertTrue(expected.getMessage().lines().count() == 1, expected::getMessage);
    } catch (RuntimeException | Error failure) {
      fail("%s, mutant %d".formatted(golden, mutant), failure);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(
        allocated < MOST_BYTES + 10L * file.length,
        () -> "%s, mutant %d took %d bytes".formatted(golden, mutant, allocated));
  }

  /** One to four changes: a byte, an address or a piece that is another's, zeros or ones. */
  private static byte[] mutant(byte[] good, Random random) {
    byte[] bytes = good.clone();
    int changes = 1 + random.nextInt(4);
    for (int change = 0; change < changes; change++) {
      int at = random.nextInt(bytes.length - 8);
      int from = random.nextInt(bytes.length - 8);
      switch (random.nextInt(7)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> System.arraycopy(good, from & ~7, bytes, at & ~7, 8);
        case 3 -> System.arraycopy(good, from, bytes, at, 8);
        case 4 -> Arrays.fill(bytes, at, at + 1 + random.nextInt(8), (byte) 0);
        case 5 -> Arrays.fill(bytes, at, at + 1 + random.nextInt(8), (byte) 0xff);
        default -> bytes[at]++;
      }
    }
    return bytes;
  }
}
