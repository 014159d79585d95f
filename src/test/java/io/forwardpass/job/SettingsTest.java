package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.forwardpass.job.ScoreOptions.WriteMode;
import io.forwardpass.spark.batch.OnInvalid;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SettingsTest {
  private static final Map<ScoreOption, List<String>> NOTHING = Map.of();

  @Test
  void theDocumentedFileHoldsExactlyTheOptions() {
    Set<String> keys =
        Arrays.stream(ScoreOption.values())
            .map(ScoreOption::key)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(keys, new TreeSet<>(Settings.DEFAULTS.root().keySet()));
  }

  @ParameterizedTest
  @EnumSource(ScoreOption.class)
  void everyOptionHasAMeaningAndIsOnTheCommandLine(ScoreOption option) {
    assertTrue(Settings.meaning(option).endsWith("."), Settings.meaning(option));
    var command = Main.commandLine().getSubcommands().get("score").getCommandSpec();
    assertTrue(command.findOption(option.flag()) != null, option.flag());
  }

  @Test
  void theCommandLineWinsOverSetOverTheFileOverTheDefault() {
    Config file = file("format = orc, where = \"a > 1\", mode = append, show = 3");
    Settings settings =
        Settings.of(
            Map.of(ScoreOption.FORMAT, List.of("csv")),
            List.of("format=json", "where=b > 2", "where=c > 3"),
            file);
    assertEquals("csv", settings.text(ScoreOption.FORMAT));
    assertEquals("command line", settings.place(ScoreOption.FORMAT));
    assertEquals("c > 3", settings.text(ScoreOption.WHERE));
    assertEquals("--set", settings.place(ScoreOption.WHERE));
    assertEquals(WriteMode.APPEND, settings.choice(ScoreOption.MODE, WriteMode.class));
    assertEquals("job.conf: 1", settings.place(ScoreOption.MODE));
    assertEquals("parquet", settings.text(ScoreOption.OUTPUT_FORMAT));
    assertEquals("default", settings.place(ScoreOption.OUTPUT_FORMAT));
  }

  @Test
  void otherSettingsTakeThePlaceOfDefaultsOnly() {
    Settings user = Settings.of(NOTHING, List.of("labels=a,b"), file("where = null"));
    Settings all = user.over(file("labels = [c], features = [x], where = y"));
    assertEquals(List.of("a", "b"), all.list(ScoreOption.LABELS));
    assertEquals("--set", all.place(ScoreOption.LABELS));
    assertEquals(List.of("x"), all.list(ScoreOption.FEATURES));
    assertEquals("job.conf: 1", all.place(ScoreOption.FEATURES));
    assertEquals("", all.text(ScoreOption.WHERE), "a null is a setting");
    Settings none = Settings.of(NOTHING, List.of("labels=null"), file("labels = [c]"));
    assertEquals(List.of(), none.list(ScoreOption.LABELS));
  }

  @Test
  void aListIsWrittenWithCommasOrInBrackets() {
    assertEquals(
        List.of("a", "`b,c`", "d.e", "f g"),
        set("features=a, `b,c`,d.e ,f g", ScoreOption.FEATURES));
    Settings file = Settings.of(NOTHING, List.of(), file("features = [a, \"b,c\", 7]"));
    assertEquals(List.of("a", "b,c", "7"), file.list(ScoreOption.FEATURES));
    assertEquals(List.of(), set("keep=", ScoreOption.KEEP));
  }

  @Test
  void aListIsWrittenInBracketsWithSetToo() {
    assertEquals(List.of("no", "yes"), set("labels=[no,yes]", ScoreOption.LABELS));
    assertEquals(List.of("a,b", "c"), set("labels=[\"a,b\", c]", ScoreOption.LABELS));
    assertEquals(List.of("a", "b"), set("labels=\"a,b\"", ScoreOption.LABELS));
    assertEquals(List.of("a}", "b]"), set("labels=a},b]", ScoreOption.LABELS));
    Settings settings =
        Settings.of(
            NOTHING, List.of("output-options={compression=zstd, a.b=1}"), ConfigFactory.empty());
    assertEquals(
        Map.of("compression", "zstd", "a.b", "1"), settings.map(ScoreOption.OUTPUT_OPTIONS));
    assertEquals("--set", settings.place(ScoreOption.OUTPUT_OPTIONS));
    String problem =
        ", whose value starts as a list, an object or a quoted text of HOCON and cannot be read as one: ";
    assertRefused(
        "--set is 'labels=[no'"
            + problem
            + "--set: 1: List should have ended with ] or had a comma, instead had token: end of file (if you want end of file to be part of a string value, then double-quote it)",
        () -> set("labels=[no", ScoreOption.LABELS));
    assertRefused(
        "--set is 'labels=[no], mode=append'" + problem + "there is more behind the value",
        () -> set("labels=[no], mode=append", ScoreOption.LABELS));
  }

  private static List<String> set(String assignment, ScoreOption option) {
    return Settings.of(NOTHING, List.of(assignment), ConfigFactory.empty()).list(option);
  }

  @Test
  void entriesComeFromAllPlacesAndKeepTheirPoints() {
    Settings settings =
        Settings.of(
            Map.of(ScoreOption.OUTPUT_OPTIONS, List.of("parquet.block.size=1", "x=a=b")),
            List.of("output-options.compression=zstd"),
            file("output-options { compression = gzip, maxRecordsPerFile = 10 }"));
    assertEquals(
        Map.of(
            "parquet.block.size",
            "1",
            "x",
            "a=b",
            "compression",
            "zstd",
            "maxRecordsPerFile",
            "10"),
        settings.map(ScoreOption.OUTPUT_OPTIONS));
  }

  @Test
  void aBareNullInTheFileIsAWordForOnInvalidAndTheDefaultOfTheRest() {
    Settings settings =
        Settings.of(
            NOTHING, List.of(), file("on-invalid = null, prediction-col = null, min-rows = null"));
    assertEquals(OnInvalid.NULL, settings.choice(ScoreOption.ON_INVALID, OnInvalid.class));
    assertEquals("prediction", settings.text(ScoreOption.PREDICTION_COL));
    assertEquals("none", settings.text(ScoreOption.MIN_ROWS));
  }

  @Test
  void secretsAreNotShown() {
    Settings settings =
        Settings.of(
            Map.of(
                ScoreOption.INPUT_OPTIONS,
                List.of("password=x", "user=y", "dbtable=t", "url=jdbc:h2:mem:db;PASSWORD=z")),
            List.of("model=s3a://key:secret@bucket/m.keras"),
            ConfigFactory.empty());
    assertEquals(
        "{dbtable=t, password=(hidden), url=(hidden), user=y}",
        settings.shown(ScoreOption.INPUT_OPTIONS));
    assertEquals("s3a://(hidden)@bucket/m.keras", settings.shown(ScoreOption.MODEL));
  }

  @Test
  void anUnknownKeyNamesTheNearestKnownOne() {
    assertRefused(
        "unknown key 'lables' (job.conf: 2); the nearest known one is 'labels' (conf/forwardpass.conf lists them all)",
        () -> Settings.of(NOTHING, List.of(), file("model = m\nlables = a")));
    assertRefused(
        "unknown key 'modle' (--set); the nearest known one is 'model' (conf/forwardpass.conf lists them all)",
        () -> Settings.of(NOTHING, List.of("modle=a"), ConfigFactory.empty()));
  }

  @Test
  void malformedSettingsAreRefused() {
    assertRefused(
        "--set is 'model'; it takes key=value",
        () -> Settings.of(NOTHING, List.of("model"), ConfigFactory.empty()));
    assertRefused(
        "--input-options is 'header'; it takes key=value",
        () ->
            Settings.of(
                Map.of(ScoreOption.INPUT_OPTIONS, List.of("header")),
                List.of(),
                ConfigFactory.empty()));
    assertRefused(
        "the job file cannot be understood: job.conf: 1: Could not resolve substitution to a value: ${FORWARDPASS_NOT_SET}",
        () -> Settings.of(NOTHING, List.of(), file("model = ${FORWARDPASS_NOT_SET}")));
  }

  @Test
  void aKeyBelowAnOptionThatIsNoMapIsRefusedEvenWhereTheCommandLineWins() {
    assertRefused(
        "features (--set) is '{a=b}'; allowed: a value without keys of its own",
        () ->
            Settings.of(
                Map.of(ScoreOption.FEATURES, List.of("x")),
                List.of("features.a=b"),
                ConfigFactory.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mode = replace | mode (job.conf: 1) is 'replace'; allowed: error, overwrite, append, ignore",
        "on-invalid = skip | on-invalid (job.conf: 1) is 'skip'; allowed: fail, null, drop, quarantine",
        "probabilities = yes | probabilities (job.conf: 1) is 'yes'; allowed: columns, array, none",
        "batch-size = 0 | batch-size (job.conf: 1) is '0'; allowed: a whole number from 1 to 1048576, auto",
        "batch-size = many | batch-size (job.conf: 1) is 'many'; allowed: a whole number from 1 to 1048576, auto",
        "show = -1 | show (job.conf: 1) is '-1'; allowed: a whole number from 0 to 10000",
        "show = 10001 | show (job.conf: 1) is '10001'; allowed: a whole number from 0 to 10000",
        "keep = [] | keep (job.conf: 1) is '[]'; allowed: all, none, or a list of columns",
        "labels = \"@\" | labels (job.conf: 1) is '@'; allowed: a list of labels, or @ and the URI of a file with one a line",
        "dry-run = maybe | dry-run (job.conf: 1) is 'maybe'; allowed: true, false",
        "model = [a] | model (job.conf: 1) is '[a]'; allowed: one value",
        "features = \"a,,b\" | features (job.conf: 1) is 'a,,b'; allowed: a list without empty items, such as a,b",
        "input-options { a = [{b = 1}] } | input-options (job.conf: 1) is '{a=[{b=1}]}'; allowed: a list of texts",
        "features = [a, {b = c}] | features (job.conf: 1) is '[a, {b=c}]'; allowed: a list of texts",
      })
  void valuesOfTheWrongKindAreRefused(String line, String message) {
    Config file = file(line).withFallback(file("model = m, input = i, output = o, features = f"));
    assertRefused(message, () -> ScoreOptions.of(Settings.of(NOTHING, List.of(), file)));
  }

  private static void assertRefused(String message, Runnable work) {
    JobException refusal = assertThrows(JobException.class, work::run);
    assertEquals(message, refusal.getMessage());
    assertEquals(ExitCode.USAGE, refusal.code());
  }

  private static Config file(String text) {
    return ConfigFactory.parseString(
        text, ConfigParseOptions.defaults().setOriginDescription("job.conf"));
  }

  @Test
  void aSliceAndAnIncrementSayOfTheModeWhatTheUserDoesNot() {
    Settings slice = Settings.of(NOTHING, List.of("partition=ds=1"), ConfigFactory.empty());
    assertEquals("overwrite", slice.shown(ScoreOption.MODE));
    assertEquals("--partition", slice.place(ScoreOption.MODE));
    assertEquals("[ds]", slice.shown(ScoreOption.PARTITION_BY));
    Settings increment = Settings.of(NOTHING, List.of("incremental=true"), file("mode = null"));
    assertEquals("append", increment.shown(ScoreOption.MODE));
    assertEquals("--incremental", increment.place(ScoreOption.MODE));
    Settings own =
        Settings.of(NOTHING, List.of("partition=ds=1", "partition-by=a,ds"), file("mode = error"));
    assertEquals("error", own.shown(ScoreOption.MODE));
    assertEquals("a,ds", own.shown(ScoreOption.PARTITION_BY));
  }
}
