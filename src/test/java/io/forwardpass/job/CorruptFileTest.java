package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files among good ones that are torn, empty, gone, or something else. */
final class CorruptFileTest {
  private static final String DAMAGED = " is damaged, or not of the input's format";
  private static final String REMEDY =
      "; mend it or move it away, or leave it out with --on-corrupt-file skip (but not with --incremental)";

  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  @TempDir Path folder;
  private Path input;
  private Path output;

  /** What has befallen a file. */
  private enum Fault {
    CUT,
    EMPTY,
    OTHER,
    /** The footer is whole, and what it points to is not. */
    ZEROS;

    private byte[] changed(byte[] bytes) {
      return switch (this) {
        case CUT -> Arrays.copyOf(bytes, bytes.length / 2);
        case EMPTY -> new byte[0];
        case OTHER -> "a text, and no file of columns at all".getBytes(StandardCharsets.UTF_8);
        case ZEROS -> {
          byte[] torn = bytes.clone();
          Arrays.fill(torn, 4, torn.length / 2, (byte) 0);
          yield torn;
        }
      };
    }

    void befall(Path file) throws IOException {
      Files.write(file, changed(Files.readAllBytes(file)));
      // Hadoop's checksums, which object stores do not have, would find it first.
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    }
  }

  @BeforeEach
  void choosePlaces() {
    input = folder.resolve("input");
    output = folder.resolve("scored");
  }

  private static Dataset<Row> penguins() {
    return SPARK.session().read().parquet(Penguins.TABLE).filter("bill_length_mm is not null");
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .sorted()
          .toList();
    }
  }

  private List<Path> writeFourFiles(String format) throws IOException {
    penguins().repartition(4).write().format(format).save(input.toString());
    return files(input);
  }

  private CommandLineRun score(String... options) {
    return Penguins.score(output.toString(), List.of("input=" + input), options);
  }

  private void assertFails(ExitCode code, String message, String... options) {
    CommandLineRun run = score(options);
    assertEquals("forwardpass: " + message + System.lineSeparator(), run.err());
    assertEquals(code.code(), run.code());
    assertFalse(Files.exists(output));
  }

  private static List<Long> ids(Dataset<Row> rows) {
    return rows.select("id").orderBy("id").as(Encoders.LONG()).collectAsList();
  }

  private List<Long> scoredIds() {
    return ids(SPARK.session().read().parquet(output.toString()));
  }

  private JsonNode skippedFiles() throws IOException {
    JsonNode report =
        new ObjectMapper().readTree(output.resolve("_forwardpass_report.json").toFile());
    return report.at("/skipped_files");
  }

  @ParameterizedTest
  @CsvSource({
    "parquet, 0, CUT",
    "parquet, 0, EMPTY",
    "parquet, 2, CUT",
    "parquet, 2, EMPTY",
    "parquet, 2, OTHER",
    "parquet, 2, ZEROS",
    "orc, 0, OTHER",
    "orc, 2, CUT",
    "orc, 2, EMPTY",
  })
  void oneFileStopsTheRunOrIsLeftOut(String format, int number, Fault fault) throws IOException {
    List<Path> files = writeFourFiles(format);
    Path bad = files.get(number);
    fault.befall(bad);
    CommandLineRun run = score("--format=" + format);
    assertEquals(65, run.code(), run.err());
    String start = "forwardpass: the input file file:" + bad + DAMAGED + ": ";
    assertTrue(run.err().startsWith(start), run.err());
    assertTrue(run.err().strip().endsWith(REMEDY), run.err());
    assertFalse(run.err().substring(start.length()).contains(bad + " "), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertFalse(Files.exists(output));

    run = score("--format=" + format, "--on-corrupt-file=skip");
    assertEquals(0, run.code(), run.err());
    assertTrue(
        run.err()
            .startsWith(
                "forwardpass: the input file file:"
                    + bad
                    + DAMAGED
                    + ", and is left out (--on-corrupt-file skip): "),
        run.err());
    assertTrue(run.out().contains("  skipped: file:" + bad + ": "), run.out());
    List<String> good = files.stream().filter(f -> !f.equals(bad)).map(Path::toString).toList();
    assertEquals(
        ids(SPARK.session().read().format(format).load(good.toArray(String[]::new))), scoredIds());
    assertEquals(1, skippedFiles().size());
    assertEquals("file:" + bad, skippedFiles().at("/0/file").asText());
    String page = Files.readString(output.resolve("_forwardpass_report.html"));
    assertTrue(page.contains("1 input file could not be read and was left out."), page);
    assertTrue(page.contains(bad.getFileName().toString()), page);
  }

  @Test
  void aWholeInputSkipsNothing() throws IOException {
    writeFourFiles("parquet");
    assertEquals(0, score("--on-corrupt-file=skip").code());
    assertEquals(0, skippedFiles().size());
    assertEquals(ids(penguins()), scoredIds());
  }

  @Test
  void whereNothingCanBeReadTheRunFails() throws IOException {
    for (Path file : writeFourFiles("parquet")) {
      Fault.CUT.befall(file);
    }
    CommandLineRun run = score("--on-corrupt-file=skip");
    assertEquals(65, run.code(), run.err());
    assertEquals(
        "forwardpass: all files that would be read of the input %s are damaged, or not of the format parquet; mend them, or look at --input and --format"
            .formatted(input),
        run.err().strip());
  }

  @Test
  void onlyFilesOfTheSliceCount() throws IOException {
    penguins()
        .withColumn("half", functions.expr("id % 2"))
        .repartition(2)
        .write()
        .partitionBy("half")
        .parquet(input.toString());
    List<Path> files = files(input.resolve("half=1"));
    Fault.EMPTY.befall(files.get(0));
    Files.writeString(input.resolve("half=1/part-9.parquet"), "no table");
    assertEquals(0, score("--partition=half=0").code());
    assertEquals(ids(penguins().filter("id % 2 = 0")), scoredIds());
    assertEquals(65, score("--partition=half=1").code());
    assertEquals(0, score("--partition=half=1", "--on-corrupt-file=skip").code());
    assertEquals(2, skippedFiles().size());
    Dataset<Row> good = SPARK.session().read().parquet(files.get(1).toString()).select("id");
    assertEquals(ids(penguins().filter("id % 2 = 0").select("id").union(good)), scoredIds());
  }

  @Test
  void aMissingFileStopsTheRunInAnyCase() throws IOException {
    List<Path> files = writeFourFiles("parquet");
    String implementation = VanishingFileSystem.class.getName();
    SPARK
        .session()
        .sparkContext()
        .hadoopConfiguration()
        .set("fs." + VanishingFileSystem.SCHEME + ".impl", implementation);
    System.setProperty("spark.hadoop.fs." + VanishingFileSystem.SCHEME + ".impl", implementation);
    try {
      for (String choice : List.of("fail", "skip")) {
        CommandLineRun run =
            score(
                "--input=" + VanishingFileSystem.SCHEME + ":" + input,
                "--on-corrupt-file=" + choice);
        // Spark's reader may meet it first, or the one that copies columns.
        assertEquals(66, run.code(), run.err());
        String gone = VanishingFileSystem.SCHEME + ":" + files.get(2);
        assertTrue(run.err().contains(gone), run.err());
        assertFalse(Files.exists(output));
      }
    } finally {
      System.clearProperty("spark.hadoop.fs." + VanishingFileSystem.SCHEME + ".impl");
    }
  }

  @Test
  void aColumnThatChangesItsTypeStopsTheRunInAnyCase() throws IOException {
    penguins()
        .withColumn("body_mass_g", functions.expr("int(body_mass_g)"))
        .coalesce(1)
        .write()
        .parquet(input.toString());
    for (String type : List.of("double", "string")) {
      penguins()
          .withColumn("body_mass_g", functions.expr(type + "(body_mass_g)"))
          .coalesce(1)
          .write()
          .parquet(folder.resolve(type).toString());
      Path other = input.resolve("part-1-" + type + ".parquet");
      Files.copy(files(folder.resolve(type)).get(0), other);
      for (String choice : List.of("fail", "skip")) {
        assertFails(
            ExitCode.DATA,
            "the input column 'body_mass_g' is int in the table, but %s in the file file:%s; write that file again with the table's type, or move it away"
                .formatted(type.equals("double") ? "DOUBLE" : "BINARY", other),
            "--on-corrupt-file=" + choice);
      }
      Files.delete(other);
    }
  }

  /** A column that is kept is decoded by a reader of ours, where files differ in their codec. */
  @Test
  void aKeptColumnThatChangesItsTypeStopsTheRunToo() throws IOException {
    penguins()
        .withColumn("note", functions.expr("int(id)"))
        .coalesce(1)
        .write()
        .parquet(input.toString());
    penguins()
        .withColumn("note", functions.expr("string(id)"))
        .coalesce(1)
        .write()
        .option("compression", "gzip")
        .parquet(folder.resolve("other").toString());
    Path other = input.resolve("part-1-other.parquet");
    Files.copy(files(folder.resolve("other")).get(0), other);
    for (String choice : List.of("fail", "skip")) {
      assertFails(
          ExitCode.DATA,
          "the input column 'note' is int in the table, but BINARY in the file file:%s; write that file again with the table's type, or move it away"
              .formatted(other),
          "--set=keep=id,note",
          "--on-corrupt-file=" + choice);
    }
  }

  /** The good part of a slice may not be replaced by nothing. */
  @Test
  void aSliceOfDamagedFilesStopsTheRun() throws IOException {
    penguins()
        .withColumn("half", functions.expr("id % 2"))
        .coalesce(1)
        .write()
        .partitionBy("half")
        .parquet(input.toString());
    assertEquals(0, score("--partition=half=1").code());
    List<Long> before = scoredIds();
    Fault.CUT.befall(files(input.resolve("half=1")).get(0));
    CommandLineRun run = score("--partition=half=1", "--on-corrupt-file=skip");
    assertEquals(65, run.code(), run.err());
    assertTrue(run.err().contains("all files that would be read of the input"), run.err());
    assertEquals(before, scoredIds());
  }

  /** The first file tells the schema: one whose footer cannot be decoded is found there. */
  @Test
  void aFooterOfNoSenseIsFoundInAnyFile() throws IOException {
    List<Path> files = writeFourFiles("parquet");
    for (int number : List.of(0, 2)) {
      byte[] bytes = Files.readAllBytes(files.get(number));
      byte[] torn = bytes.clone();
      // The footer's length stands before the last four bytes.
      int footer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
      int start = bytes.length - 8 - footer;
      Arrays.fill(torn, start, start + 16, (byte) 0xff);
      Files.write(files.get(number), torn);
      Files.deleteIfExists(
          files.get(number).resolveSibling("." + files.get(number).getFileName() + ".crc"));
      CommandLineRun run = score();
      assertEquals(65, run.code(), run.err());
      assertTrue(run.err().contains(files.get(number).toString()), run.err());
      run = score("--on-corrupt-file=skip", "--mode=overwrite");
      assertEquals(0, run.code(), run.err());
      assertEquals(1, skippedFiles().size());
      Files.write(files.get(number), bytes);
      FileUtils.deleteDirectory(output.toFile());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--format=csv | unless the format is parquet or orc",
        "--incremental --checkpoint=target/checkpoint | beside --incremental, which scores each file once",
      })
  void isRefusedWhereItCannotBeTold(String options, String why) {
    CommandLineRun run = score((options + " --on-corrupt-file=skip").split(" "));
    assertEquals(64, run.code());
    assertEquals(
        "forwardpass: on-corrupt-file (command line) is 'skip'; allowed: fail, " + why,
        run.err().strip());
  }
}
