package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the small files hold that a run reads: the same mutants as {@link FileFuzzer}'s. */
@Timeout(120)
final class MutatedFileTest {
  private static final int MUTANTS = 1_000;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void changed(FileMutants.Kind kind) {
    FileMutants files = new FileMutants(folder);
    Random random = new Random(kind.name().hashCode());
    files.failure(kind, FileMutants.good(kind)); // loads classes, which takes a while
    assertEquals(Optional.empty(), files.failure(kind, FileMutants.good(kind)));
    for (int number = 0; number < MUTANTS; number++) {
      String mutant = FileMutants.mutant(kind, random);
      files
          .failure(kind, mutant)
          .ifPresent(failure -> fail("%s: %s".formatted(kind, mutant), failure));
    }
  }

  /** Holes: no more is read than a file of its kind may have. */
  @Test
  void largerFilesThanAnyOfTheirKindAreRefused() throws IOException {
    Configuration hadoop = new Configuration();
    Path file = folder.resolve("file");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(1L << 40);
    }
    String uri = file.toString();
    assertTooLarge("labels file", uri, 16, () -> LabelsFile.read(uri, hadoop));
    assertTooLarge("profile", uri, 32, () -> ReferenceProfile.read(uri, hadoop));
    assertTooLarge("job file", uri, 4, () -> JobFile.read(uri, hadoop));
  }

  private static void assertTooLarge(String what, String uri, int most, Executable reading) {
    JobException refused = assertThrows(JobException.class, reading);
    assertEquals(
        "the %s at %s is larger than %s MiB, which no %s needs; give another"
            .formatted(what, uri, most, what),
        refused.getMessage());
    assertEquals(ExitCode.CONFIG, refused.code());
  }

  @Test
  void aProfileThatIsNestedWithoutEndIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("p.json"), "{\"a\":" + "[".repeat(1_000_000));
    JobException refused =
        assertThrows(
            JobException.class, () -> ReferenceProfile.read(file.toString(), new Configuration()));
    assertEquals(
        "the profile at %s cannot be used: it is nested too deeply, or a text in it is too long; make one with forwardpass profile"
            .formatted(file),
        refused.getMessage());
  }
}
