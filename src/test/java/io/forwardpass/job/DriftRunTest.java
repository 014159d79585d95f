package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forwardpass.profile.FeatureProfile;
import io.forwardpass.profile.Naive;
import io.forwardpass.profile.Profile;
import io.forwardpass.profile.ProfileJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Profiles of the penguins, and runs that are compared with them. */
final class DriftRunTest {
  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  @TempDir Path folder;

  private CommandLineRun profile(String name, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "profile",
                "--set=model=" + Penguins.MODEL,
                "--set=input=" + Penguins.TABLE,
                "--set=features=" + Penguins.FEATURES,
                "--set=labels=Adelie,Chinstrap,Gentoo",
                "--output=" + folder.resolve(name)));
    args.addAll(List.of(options));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private Profile read(String name) throws IOException {
    return ProfileJson.read(Files.readString(folder.resolve(name)));
  }

  private Profile made(String name, String... options) throws IOException {
    CommandLineRun run = profile(name, options);
    assertEquals(0, run.code(), run.err());
    return read(name);
  }

  private CommandLineRun score(String... options) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--set=profile=" + folder.resolve("profile.json"),
                "--report=" + folder.resolve("report.json"),
                "--on-invalid=null"));
    all.addAll(List.of(options));
    return Penguins.score(folder.resolve("scored"), all.toArray(String[]::new));
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("report.json").toFile());
  }

  private static void assertRefused(CommandLineRun run, ExitCode code, String message) {
    assertEquals("forwardpass: " + message + System.lineSeparator(), run.err());
    assertEquals(code.code(), run.code());
  }

  @Test
  void aProfileLeavesOutDamagedFilesWhereItMay() throws IOException {
    Path input = folder.resolve("input");
    SPARK.session().read().parquet(Penguins.TABLE).write().parquet(input.toString());
    Path torn = Files.writeString(input.resolve("torn.parquet"), "no table");
    CommandLineRun run = profile("profile.json", "--input=" + input);
    assertEquals(65, run.code());
    assertTrue(run.err().contains("the input file file:" + torn + " is damaged"), run.err());
    run = profile("profile.json", "--input=" + input, "--on-corrupt-file=skip");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.err().contains(torn + " is damaged"), run.err());
    assertEquals(344, read("profile.json").rows());
  }

  @Test
  void theProfileIsThatOfTheTable() throws IOException {
    Profile profile = made("profile.json");
    assertEquals("penguins", profile.model().name());
    assertEquals(344, profile.rows());
    assertEquals("{Adelie=151, Chinstrap=68, Gentoo=123}", profile.classes().toString());
    List<Row> rows = SPARK.session().read().parquet(Penguins.TABLE).collectAsList();
    for (FeatureProfile feature : profile.features()) {
      List<Float> values = new ArrayList<>();
      for (Row row : rows) {
        Number value = row.getAs(feature.name());
        values.add(value == null ? null : value.floatValue());
      }
      Naive.assertClose(Naive.profile(feature.name(), values, feature.edges()), feature);
      assertTrue(feature.counts().size() > 50 && feature.counts().size() <= 102);
    }
  }

  @Test
  void partsAddUpToTheWhole() throws IOException {
    Profile whole = made("whole.json", "--where=island <> 'Dream' or island = 'Dream'");
    Profile first = made("first.json", "--where=island = 'Dream'");
    Profile both =
        made("both.json", "--where=island <> 'Dream'", "--add=" + folder.resolve("first.json"));
    assertEquals(whole.rows(), both.rows());
    assertEquals(whole.classes(), both.classes());
    assertEquals(first.edges(), both.edges());
    for (int feature = 0; feature < 4; feature++) {
      FeatureProfile one = whole.features().get(feature);
      FeatureProfile sum = both.features().get(feature);
      assertEquals(one.count(), sum.count());
      assertEquals(one.mean(), sum.mean(), 1e-9);
      assertEquals(one.stddev(), sum.stddev(), 1e-9);
    }
  }

  @Test
  void theSameTableHasNotDrifted() throws IOException {
    made("profile.json");
    CommandLineRun run = score("--max-psi=0.0001");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("Drift: none beyond chance"), run.out());
    JsonNode drift = report().path("drift");
    for (JsonNode feature : drift.path("features")) {
      assertEquals(0, feature.path("psi").asDouble());
      assertEquals(0, feature.path("jensen_shannon").asDouble());
      assertEquals(0, feature.path("wasserstein").asDouble(), 1e-12);
      assertEquals(344, feature.path("rows").asLong());
    }
    assertEquals(0, drift.at("/classes/psi").asDouble());
    assertEquals(
        new ObjectMapper().readTree(folder.resolve("profile.json").toFile()).path("features"),
        drift.path("run_features"));
  }

  @Test
  void aShiftIsFoundAndTheGateStopsIt() throws IOException {
    made("profile.json");
    String shifted = folder.resolve("shifted").toString();
    SPARK
        .session()
        .read()
        .parquet(Penguins.TABLE)
        .selectExpr("*", "body_mass_g + 10000 heavier")
        .drop("body_mass_g")
        .withColumnRenamed("heavier", "body_mass_g")
        .write()
        .parquet(shifted);
    CommandLineRun run = score("--input=" + shifted, "--max-psi=0.2");
    assertEquals(79, run.code(), run.err());
    JsonNode gate = report().at("/gates/0");
    assertEquals("max-psi", gate.path("name").asText());
    assertTrue(run.err().contains(" of " + gate.path("where").asText() + "; the output was left"));
    assertFalse(Files.exists(folder.resolve("scored")));
    JsonNode mass = report().at("/drift/features/3");
    assertEquals("body_mass_g", mass.path("name").asText());
    assertTrue(mass.path("psi").asDouble() > 2, mass.toString());
    assertEquals(10_000, mass.path("wasserstein").asDouble(), 60);
    assertEquals(0, report().at("/drift/features/0/psi").asDouble());
    assertEquals(0, score("--input=" + shifted).code(), "without a gate it is only reported");
  }

  @Test
  void nothingInNothingOut() throws IOException {
    assertRefused(
        profile("profile.json", "--where=false"),
        ExitCode.NO_INPUT,
        "the table has no rows, and a profile of none is nothing to compare with; look at --input, --where and --partition");
    assertFalse(Files.exists(folder.resolve("profile.json")));
    made("profile.json");
    CommandLineRun run = score("--where=false", "--max-psi=0.2");
    assertEquals(0, run.code(), run.err());
    assertTrue(report().at("/drift/features/0/psi").isNull());
  }

  @Test
  void anIncrementIsCompared() throws IOException {
    made("profile.json");
    Path arrivals = Files.createDirectory(folder.resolve("arrivals"));
    Files.copy(Path.of(Penguins.TABLE), arrivals.resolve("penguins.parquet"));
    String checkpoint = "--checkpoint=" + folder.resolve("checkpoint");
    String input = "--input=" + arrivals;
    CommandLineRun run = score("--incremental", checkpoint, input);
    assertEquals(0, run.code(), run.err());
    assertEquals(0, report().at("/drift/features/0/psi").asDouble());
    assertEquals(344, report().at("/drift/features/0/rows").asLong());
    CommandLineRun gate = score("--incremental", checkpoint, input, "--max-psi=1");
    assertRefused(
        gate,
        ExitCode.USAGE,
        "--max-psi does not go with --incremental, whose rows are in place as soon as they are scored; leave one of them out");
  }

  @Test
  void aFeatureIsProfiledOnce() {
    assertRefused(
        profile("profile.json", "--features=body_mass_g,bill_depth_mm,body_mass_g,bill_length_mm"),
        ExitCode.USAGE,
        "--features names 'body_mass_g' twice, and a profile has each feature once; give one of them another name with a view or a copy of the column");
  }

  @Test
  void aPartIsComparedAlone() throws IOException {
    made("profile.json", "--partition=island=Dream");
    CommandLineRun run = score("--partition=island=Dream");
    assertEquals(0, run.code(), run.err());
    assertEquals(124, report().at("/drift/features/0/rows").asLong());
    assertEquals(0, report().at("/drift/features/2/psi").asDouble());
  }

  @Test
  void aProfileOfOthersIsRefusedByName() throws IOException {
    made("profile.json");
    String place = folder.resolve("profile.json").toString();
    assertRefused(
        score("--features=bill_depth_mm,bill_length_mm,flipper_length_mm,body_mass_g"),
        ExitCode.CONFIG,
        "the profile at %s is not one of this run's features and classes: its feature number 1 is 'bill_length_mm', and the run's is 'bill_depth_mm'; name the same in the same order, or make a profile with these"
            .formatted(place));
    assertRefused(
        score("--labels=Adelie,b,c"),
        ExitCode.CONFIG,
        "the profile at %s is not one of this run's features and classes: its class number 2 is 'Chinstrap', and the run's is 'b'; name the same in the same order, or make a profile with these"
            .formatted(place));
    Files.writeString(folder.resolve("none.json"), "{\"rows\": 1}");
    assertRefused(
        score("--profile=" + folder.resolve("none.json")),
        ExitCode.CONFIG,
        "the profile at %s cannot be used: it has no 'version'; make one with forwardpass profile"
            .formatted(folder.resolve("none.json")));
    assertRefused(
        score("--profile=" + folder.resolve("nowhere.json")),
        ExitCode.NO_INPUT,
        "there is no profile at %s; give the URI of a file that exists"
            .formatted(folder.resolve("nowhere.json")));
    assertRefused(
        score("--set=profile=", "--max-psi=0.2"),
        ExitCode.USAGE,
        "max-psi (command line) is '0.2'; allowed: this option beside --profile alone");
    assertRefused(
        score("--max-psi=0"),
        ExitCode.USAGE,
        "max-psi (command line) is '0'; allowed: a number over 0, none");
  }

  @Test
  void anotherModelIsAWarning() throws IOException {
    made("profile.json");
    Path file = folder.resolve("profile.json");
    String other = "0".repeat(64);
    String sha256 = read("profile.json").model().sha256();
    Files.writeString(file, Files.readString(file).replace(sha256, other));
    CommandLineRun run = score();
    assertEquals(
        "forwardpass: the profile at %s was made with the model of SHA-256 %s, and this one's is %s: the predictions compared are those of two models%n"
            .formatted(file, other, sha256),
        run.err());
    assertEquals(0, run.code());
  }

  @Test
  void onlyAnOlderProfileIsReplacedAndOnRequest() throws IOException {
    made("profile.json");
    String place = folder.resolve("profile.json").toString();
    assertRefused(
        profile("profile.json"),
        ExitCode.CANNOT_WRITE,
        "the profile %s exists and was left as it is; replace it with --overwrite"
            .formatted(place));
    assertEquals(0, profile("profile.json", "--overwrite", "--where=year = 2009").code());
    assertEquals(120, read("profile.json").rows());
    Path text = Files.writeString(folder.resolve("text"), "mine");
    assertEquals(78, profile("text", "--overwrite").code());
    assertEquals("mine", Files.readString(text));
    assertRefused(
        profile(".", "--overwrite"),
        ExitCode.USAGE,
        "the profile %s is a folder; give the URI of a file, such as profile.json"
            .formatted(folder.resolve(".")));
  }
}
