package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs with expectations of the penguins, two of which have no measurements, and a quarantine. */
final class QuarantineTest {
  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  @TempDir Path folder;

  private Path output() {
    return folder.resolve("scored");
  }

  private Path quarantine() {
    return folder.resolve("quarantine");
  }

  private CommandLineRun score(String... options) {
    return Penguins.score(
        output().toString(),
        List.of("mode=overwrite", "quarantine=" + quarantine(), "run-id=night"),
        options);
  }

  private CommandLineRun assertScored(String... options) {
    CommandLineRun run = score(options);
    assertEquals("", run.err());
    assertEquals(0, run.code());
    return run;
  }

  private void assertFails(ExitCode code, String message, String... options) {
    CommandLineRun run = score(options);
    assertEquals("forwardpass: " + message + System.lineSeparator(), run.err());
    assertEquals(code.code(), run.code());
  }

  private static Dataset<Row> table(Path path) {
    return SPARK.session().read().parquet(path.toString());
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(output().resolve(Output.REPORT).toFile());
  }

  @Test
  void rowsGoToTheQuarantineWithTheirReason() throws IOException {
    CommandLineRun run =
        assertScored(
            "--expectations=body_mass_g.not-null=quarantine",
            "--expectations=body_mass_g.range={ max = 6000, policy = quarantine }",
            "--on-invalid=drop");
    Dataset<Row> input = table(Path.of(Penguins.TABLE));
    assertEquals(
        input
            .filter("body_mass_g is null or body_mass_g > 6000")
            .selectExpr(
                "*",
                "if(body_mass_g is null, 'null', 'range') quarantine_reason",
                "'body_mass_g' quarantine_column",
                "'night' run_id")
            .orderBy("id")
            .collectAsList()
            .toString(),
        table(quarantine()).orderBy("id").collectAsList().toString());
    assertEquals(input.filter("body_mass_g <= 6000").count(), table(output()).count());
    long heavy = input.filter("body_mass_g > 6000").count();
    assertTrue(heavy > 0);
    assertTrue(
        run.out().contains("Quarantine: %d rows in %s".formatted(heavy + 2, quarantine())),
        run.out());
    JsonNode report = report();
    assertEquals(heavy + 2, report.at("/rows/quarantined").asLong());
    assertEquals(344 - heavy - 2, report.at("/rows/out").asLong());
    assertEquals(
        "[{\"feature\":\"body_mass_g\",\"expectation\":\"not null\",\"detail\":\"\",\"policy\":\"quarantine\",\"rows\":2,\"values\":2},"
            + "{\"feature\":\"body_mass_g\",\"expectation\":\"range\",\"detail\":\"[-Infinity, 6000.0]\",\"policy\":\"quarantine\",\"rows\":%1$d,\"values\":%1$d}]"
                .formatted(heavy),
        report.get("expectations").toString());
  }

  @Test
  void aLaterRunReplacesItEvenByNothing() {
    assertScored("--on-invalid=quarantine");
    assertEquals(2, table(quarantine()).count());
    assertScored("--on-invalid=quarantine");
    assertEquals(2, table(quarantine()).count());
    assertScored("--on-invalid=quarantine", "--where=body_mass_g is not null");
    assertEquals(0, table(quarantine()).count());
    assertTrue(List.of(table(quarantine()).columns()).contains("quarantine_reason"));
  }

  @Test
  void aSliceReplacesItsPartOnly() {
    String[] second = {"--on-invalid=quarantine", "--partition=island=Biscoe"};
    assertScored("--on-invalid=quarantine", "--partition=island=Torgersen");
    assertScored(second);
    assertScored(second);
    assertEquals(
        table(Path.of(Penguins.TABLE))
            .filter("body_mass_g is null and island in ('Torgersen', 'Biscoe')")
            .select("id")
            .orderBy("id")
            .collectAsList(),
        table(quarantine()).select("id").orderBy("id").collectAsList());
  }

  @Test
  void aSliceReplacesItsPartOfWhatAllHaveWritten() {
    assertScored("--on-invalid=quarantine", "--partition-by=island,prediction");
    assertEquals(2, table(quarantine()).count());
    assertScored(
        "--on-invalid=quarantine",
        "--partition-by=island,prediction",
        "--partition=island=Torgersen",
        "--where=body_mass_g is not null");
    assertEquals(
        table(Path.of(Penguins.TABLE))
            .filter("body_mass_g is null and island <> 'Torgersen'")
            .select("id")
            .collectAsList(),
        table(quarantine()).select("id").collectAsList());
  }

  @Test
  void aGateThatFailsLeavesBothAsTheyWere() throws IOException {
    assertFails(
        ExitCode.GATE,
        "the gate max-invalid-ratio of 0 failed, with 0.005814; the output was left as it was",
        "--on-invalid=quarantine",
        "--max-invalid-ratio=0");
    assertFalse(Files.exists(quarantine()));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(), left.filter(path -> !path.endsWith("spark")).toList());
    }
  }

  @Test
  void whatIsImputedIsScored() {
    assertScored(
        "--set=expectations.bill_length_mm={ not-null = impute, impute = 44 }",
        "--set=expectations.bill_depth_mm={ not-null = impute, impute = 17 }",
        "--set=expectations.flipper_length_mm={ not-null = impute, impute = 201 }",
        "--set=expectations.body_mass_g={ not-null = impute, impute = 4200 }");
    assertEquals(344, table(output()).filter("prediction is not null").count());
    assertEquals(0, table(quarantine()).count());
  }

  @Test
  void whatLiesThereAndIsNoQuarantineStays() throws IOException {
    table(Path.of(Penguins.TABLE)).coalesce(1).write().parquet(quarantine().toString());
    CommandLineRun run = score("--on-invalid=quarantine");
    assertEquals(ExitCode.CANNOT_WRITE.code(), run.code());
    assertTrue(
        run.err().contains("has no column 'quarantine_reason'; give an empty folder"), run.err());
    assertEquals(344, table(quarantine()).count());
    assertFalse(Files.exists(output()));
  }

  @Test
  void aFolderThatCannotBeMadeIsNoLock() {
    CommandLineRun run = score("--on-invalid=quarantine", "--quarantine=/proc/none/rows");
    assertEquals(ExitCode.CANNOT_WRITE.code(), run.code(), run.err());
    assertFalse(run.err().contains("another run"), run.err());
    run = Penguins.score(Path.of("/proc/none"), "--lock=wait", "--on-invalid=null");
    assertEquals(ExitCode.CANNOT_WRITE.code(), run.code(), run.err());
  }

  @Test
  void theReportLiesElsewhere() {
    CommandLineRun run =
        score("--on-invalid=quarantine", "--report=" + quarantine().resolve("report.json"));
    assertEquals(ExitCode.USAGE.code(), run.code(), run.err());
    assertFalse(Files.exists(quarantine()));
  }

  @Test
  void whatCannotBeUnderstoodIsRefused() {
    assertFails(
        ExitCode.USAGE,
        "rows are to go to the quarantine, and nothing says where that is; give its folder with --quarantine",
        "--on-invalid=quarantine",
        "--quarantine=");
    assertFails(
        ExitCode.USAGE,
        "unknown key expectations.body_mass_g.rnage (command line); did you mean 'range'? known: not-null, finite, range, allowed-values, impute",
        "--expectations=body_mass_g.rnage=drop");
    assertFails(
        ExitCode.USAGE,
        "expectations.body_mass_g.not-null (command line) is 'dorp'; allowed: expect, drop, quarantine, fail, impute",
        "--expectations=body_mass_g.not-null=dorp");
    assertFails(
        ExitCode.USAGE,
        "expectations.body_mass_g.range (command line) is '{policy=drop}'; allowed: min, max, or both",
        "--expectations=body_mass_g.range={ policy = drop }");
    assertFails(
        ExitCode.USAGE,
        "expectations.body_mass_g.range.policy is missing; allowed: expect, drop, quarantine, fail, impute",
        "--expectations=body_mass_g.range.min=1");
    assertFails(
        ExitCode.USAGE,
        "the expectations of 'body_mass_g' contradict one another: there is no finite number to impute; change one of them",
        "--expectations=body_mass_g.not-null=impute");
    assertFails(
        ExitCode.USAGE,
        "unknown key expectations.bill.length (command line); did you mean 'finite'? known: not-null, finite, range, allowed-values, impute",
        "--expectations=bill.length.not-null=drop");
    assertFails(
        ExitCode.USAGE,
        "expectations.body_mass_g.allowed-values.values (command line) is 'x'; allowed: a list of numbers, such as [0, 1]",
        "--expectations=body_mass_g.allowed-values={ values = x, policy = drop }");
  }
}
