package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class InspectCommandTest {
  @Test
  void showsWhatIsInAModel() {
    CommandLineRun run = CommandLineRun.of("inspect", "data-samples/penguins/penguins.keras");
    assertEquals("", run.err());
    assertEquals(
        """
        Model 'sequential' (data-samples/penguins/penguins.keras)

        Layer          Type             Output shape  Parameters
        (input)                         (4,)
        normalization  Normalization    (4,)                   9
        dense          Dense (relu)     (16,)                 80
        dense_1        Dense (relu)     (8,)                 136
        dense_2        Dense (softmax)  (3,)                  27

        Parameters   252
        Input        4 features
        Output       3 classes (softmax)
        FLOPs a row  467
        Keras        3.15.1
        Format       .keras
        SHA-256      e039a9951cfa59a03999579b151cf6e7e92494c56ca9d082e066190035971c9b
        Size         32,190 bytes
        """,
        run.out());
    assertEquals(0, run.code());
  }

  @Test
  void printsConvolutionsAndSequences() {
    String goldens = "src/test/resources/goldens/";
    String cnn = CommandLineRun.of("inspect", goldens + "Sequential/small-cnn/model.keras").out();
    assertTrue(cnn.contains("Conv2D (relu)"), cnn);
    String lstm = CommandLineRun.of("inspect", goldens + "LSTM/open-time/model.keras").out();
    assertTrue(
        lstm.contains("any number of steps, 1 or more, of 2 features (shown for the fewest)"),
        lstm);
  }

  @Test
  void refusesWhatIsNotThere(@TempDir Path folder) {
    String missing = folder.resolve("m.keras").toString();
    CommandLineRun run = CommandLineRun.of("inspect", missing);
    assertEquals(
        "forwardpass: there is no model at %s; give the URI of a file that exists%n"
            .formatted(missing),
        run.err());
    assertEquals(66, run.code());
    assertEquals(66, CommandLineRun.of("inspect", folder.toString()).code());
  }

  @Test
  void refusesADamagedModelWithoutATrace(@TempDir Path folder) throws IOException {
    byte[] sound = Files.readAllBytes(Path.of("data-samples/penguins/penguins.keras"));
    Path half = folder.resolve("half.keras");
    Files.write(half, Arrays.copyOf(sound, sound.length / 2));
    CommandLineRun run = CommandLineRun.of("inspect", half.toString());
    assertEquals(78, run.code(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void aFileThatIsNoModelIsNotReadToItsEnd(@TempDir Path folder) throws IOException {
    Path large = sparse(folder.resolve("large.bin"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    CommandLineRun run = CommandLineRun.of("inspect", large.toString());
    assertEquals(
        "forwardpass: %s: the file is no Keras model: it starts with the bytes 01 02 03 04 05 06 07 08; a .keras archive starts with 50 4b 03 04, an HDF5 file with 89 48 44 46; save the model in Python with model.save(\"model.keras\")%n"
            .formatted(large),
        run.err());
    assertEquals(78, run.code());
  }

  @Test
  void aModelOfMoreThanTwoGibibytesIsRefused(@TempDir Path folder) throws IOException {
    Path large = sparse(folder.resolve("large.keras"), new byte[] {'P', 'K', 3, 4});
    CommandLineRun run = CommandLineRun.of("inspect", large.toString());
    assertEquals(
        "forwardpass: the model at %s cannot be read: it has 3,221,225,472 bytes; a model file has at most 2,147,483,639; save it without the optimizer's state%n"
            .formatted(large),
        run.err());
    assertEquals(66, run.code());
  }

  /** A file of 3 GiB that takes up no room. */
  private static Path sparse(Path file, byte[] beginning) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      content.write(beginning);
      content.setLength(3L << 30);
    }
    return file;
  }

  static List<Path> refused() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/refused"))) {
      return files.filter(file -> !file.endsWith("index.json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void everyFileThatMustBeRefusedIsRefusedInPlainWords(Path file) {
    CommandLineRun run = CommandLineRun.of("inspect", file.toString());
    assertEquals(78, run.code(), run.err());
    assertTrue(run.err().startsWith("forwardpass: " + file), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    assertEquals("", run.out());
  }

  @Test
  void theCommandLineItselfIsChecked() {
    assertRefused(
        "unknown command 'inspct'; the nearest known one is 'inspect' (--help lists them all)",
        "inspct");
    assertRefused(
        "unknown option --modle; the nearest known one is --model (--help lists them all)",
        "score",
        "--modle=x");
    assertRefused(
        "unexpected argument 'x'; options start with -- and a value with spaces needs quotes",
        "score",
        "x");
    assertRefused(
        "a command is missing; give score, explain, doctor, profile, inspect, package or --help");
    assertRefused(
        "option '--model' (URI) should be specified only once",
        "score",
        "--model",
        "a",
        "--model",
        "b");
    assertEquals(0, CommandLineRun.of("score", "--help").code());
    assertEquals(0, CommandLineRun.of("--version").code());
  }

  private static void assertRefused(String message, String... args) {
    CommandLineRun run = CommandLineRun.of(args);
    assertEquals("forwardpass: " + message + System.lineSeparator(), run.err());
    assertEquals(64, run.code());
    assertEquals("", run.out());
  }
}
