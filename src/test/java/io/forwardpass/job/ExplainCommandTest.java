package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class ExplainCommandTest {
  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  @TempDir Path folder;

  private CommandLineRun explain(String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "explain",
                "--set=model=" + Penguins.MODEL,
                "--set=input=" + Penguins.TABLE,
                "--set=output=" + folder.resolve("scored"),
                "--set=features=" + Penguins.FEATURES,
                "--set=labels=Adelie,Chinstrap,Gentoo"));
    args.addAll(List.of(options));
    CommandLineRun run = CommandLineRun.of(args.toArray(String[]::new));
    assertFalse(Files.exists(folder.resolve("scored")));
    return run;
  }

  private static void assertLine(String pattern, CommandLineRun run) {
    assertTrue(
        Pattern.compile("^" + pattern + "$", Pattern.MULTILINE).matcher(run.out()).find(),
        () -> pattern + "\n" + run.out() + run.err());
  }

  @Test
  void tellsWhatIsReadCopiedAndWritten() {
    CommandLineRun run = explain("--keep", "id,species");
    assertEquals(0, run.code(), run.err());
    assertLine("Reads +bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g", run);
    assertLine("Copies +id, species", run);
    assertLine("Scores +batches of columns", run);
    assertLine("Writes +batches of columns", run);
    assertLine("Tasks +1, of .* at most each; 1 files of .*", run);
    assertLine("dense_1 +Dense \\(relu\\) +\\(8,\\) +136 +264", run);
    assertLine("all +252 +467", run);
    assertLine("Reckoned for a driver of 2 cores, with 2 tasks side by side\\.", run);
  }

  @Test
  void tellsWhyRowsAreScoredAndWritten() {
    CommandLineRun filtered = explain("--where", "body_mass_g > 4000");
    assertLine("Copies +none", filtered);
    assertLine("Scores +rows: Filter gives rows", filtered);
    assertLine("Writes +rows, by Spark's own writer: .* gives rows", filtered);
    CommandLineRun orc = explain("--output-format", "orc");
    assertLine("Scores +batches of columns", orc);
    assertLine("Writes +rows, by Spark's own writer: the format is .*", orc);
    assertLine(
        "Writes +rows, by Spark's own writer: the sink takes rows",
        explain("--output-format", "noop"));
  }

  @Test
  void tellsTheBatchThatIsAskedFor() {
    assertLine("Batch +100 rows in a forward pass \\(--batch-size\\)", explain("--batch-size=100"));
    assertLine(
        "buffers of a forward pass over 100 rows +\\S+ KiB +2 +.*", explain("--batch-size=100"));
  }

  @Test
  void runsNoTaskToTellIt() throws Exception {
    List<String> started = new ArrayList<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskStart(SparkListenerTaskStart task) {
            started.add("a task of stage " + task.stageId());
          }
        };
    SPARK.session().sparkContext().addSparkListener(listener);
    try {
      assertEquals(0, explain().code());
      SPARK.session().sparkContext().listenerBus().waitUntilEmpty();
      // Spark reads a footer in a task, for the table's schema.
      assertTrue(started.size() <= 1, started.toString());
    } finally {
      SPARK.session().sparkContext().removeSparkListener(listener);
    }
  }

  @Test
  void refusesWhatScoreRefuses() {
    assertEquals(66, explain("--profile", folder.resolve("none.json").toString()).code());
    CommandLineRun missing = explain("--features", "beak");
    assertEquals(78, missing.code());
    assertTrue(missing.err().contains("beak"), missing.err());
  }

  @Test
  void anIncrementIsReckonedAsIfAllHadArrived() throws IOException {
    Path arrivals = Files.createDirectory(folder.resolve("arrivals"));
    Files.copy(Path.of(Penguins.TABLE), arrivals.resolve("penguins.parquet"));
    CommandLineRun run =
        explain(
            "--incremental", "--input=" + arrivals, "--checkpoint=" + folder.resolve("checkpoint"));
    assertEquals(0, run.code(), run.err());
    assertLine("Tasks +1, .*; 1 files of .*, as if all had just arrived", run);
    assertLine("Copies +none", run);
    assertLine("Scores +batches of columns", run);
    assertLine("Writes +rows, by Spark's own writer: the sink takes rows", run);
    assertFalse(Files.exists(folder.resolve("checkpoint")));
  }

  @Test
  void saysThatTheOutputIsThere() throws IOException {
    Path output = Files.createDirectory(folder.resolve("there"));
    CommandLineRun run = explain("--output", output.toString());
    assertEquals(0, run.code(), run.err());
    assertEquals(
        "forwardpass: score would end with exit code 73: the output %s exists and was left as it is; choose another, or --mode overwrite, append or ignore%n"
            .formatted(output),
        run.err());
    assertEquals("", explain("--output", output.toString(), "--mode=append").err());
  }
}
