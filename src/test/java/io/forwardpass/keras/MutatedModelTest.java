package io.forwardpass.keras;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to a good file, it meets {@link MutantReading}: the same mutations as {@link
 * ModelFuzzer} makes by the million.
 */
@Timeout(120)
class MutatedModelTest {
  private static final int MUTANTS = 200;

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

  static Stream<Arguments> mutations() {
    return goldens().stream()
        .flatMap(
            golden ->
                Arrays.stream(ModelMutator.Kind.values()).map(kind -> arguments(golden, kind)));
  }

  @ParameterizedTest(name = "{1} of {0}")
  @MethodSource("mutations")
  void changed(Golden golden, ModelMutator.Kind kind) {
    ModelMutator mutator = new ModelMutator(golden);
    Random random = new Random(golden.name().hashCode());
    for (int number = 0; number < MUTANTS; number++) {
      String mutant = "%s of %s, mutant %d".formatted(kind, golden, number);
      MutantReading.failure(mutator.mutant(kind, random))
          .ifPresent(failure -> fail(mutant, failure));
    }
  }
}
