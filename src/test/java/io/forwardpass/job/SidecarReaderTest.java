package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forwardpass.keras.KerasModel;
import io.forwardpass.spark.batch.GoldenRow;
import io.forwardpass.spark.batch.GoldenRows;
import io.forwardpass.spark.batch.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SidecarReaderTest {

  @TempDir Path folder;

  private String model() {
    return folder.resolve("m.keras").toString();
  }

  private String uri() {
    return model() + ".forwardpass.conf";
  }

  private Sidecar read(String text) throws IOException {
    Files.writeString(Path.of(uri()), text);
    return Sidecar.of(model(), new Configuration());
  }

  private void assertRefused(ExitCode code, String message, String text) {
    JobException refusal = assertThrows(JobException.class, () -> read(text));
    assertEquals(message.replace("SIDECAR", uri()), refusal.getMessage());
    assertEquals(code, refusal.code());
  }

  @Test
  void aModelWithoutASidecarHasNone() {
    assertEquals(Sidecar.NONE, Sidecar.of(model(), new Configuration()));
    assertEquals(Sidecar.NONE, Sidecar.of("", new Configuration()));
    assertEquals(Sidecar.NONE, Sidecar.of("/", new Configuration()));
  }

  @Test
  void everyKeyIsRead() throws IOException {
    Sidecar expected =
        new Sidecar(
            uri(),
            "ab".repeat(32),
            List.of(
                new SidecarFeature("a", "float", new Range(-1, 2.5)),
                new SidecarFeature("b[2]", "array<float>", Range.ANY),
                new SidecarFeature("c", "", Range.ANY)),
            List.of("no", "1"),
            new GoldenRows(
                List.of(
                    new GoldenRow(List.of(0.1f, 2f, 3f, -4e-7f), List.of(0.25f, 0.75f)),
                    new GoldenRow(List.of(1f, 2f, 3f, 4f), List.of(0f, 1f))),
                1e-4));
    String text =
        """
        model-sha256 = "%s"
        features = [
          { name = a, type = FLOAT, range = [-1, 2.5] }
          { name = "b[2]", type = "array<float>" }
          c
        ]
        labels = [no, 1]
        golden { tolerance = 1e-4, rows = [
          { inputs = [0.1, 2, 3, -4e-7], outputs = [0.25, 0.75] }
          { inputs = [1, 2, 3, 4], outputs = [0, 1] }
        ] }
        """
            .formatted("ab".repeat(32));
    assertEquals(expected, read(text));
    assertEquals(expected, read(expected.text("A comment.")), "as it is written");
    assertEquals(
        List.of("a", "b[2]", "c"), expected.settings().getStringList(ScoreOption.FEATURES.key()));
    assertEquals(new Sidecar(uri(), "", List.of(), List.of(), GoldenRows.NONE), read(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lables = [a] | unknown key 'lables' in the model's sidecar (SIDECAR: 1); the nearest known one of model-sha256, features, labels, golden is 'labels'",
        "features = [{name = a, tpye = float}] | unknown key 'tpye' in the model's sidecar (SIDECAR: 1); the nearest known one of name, type, range is 'type'",
        "golden = {row = []} | unknown key 'row' in the model's sidecar (SIDECAR: 1); the nearest known one of tolerance, rows is 'rows'",
        "golden.rows = [{inputs = [1], output = [1]}] | unknown key 'output' in the model's sidecar (SIDECAR: 1); the nearest known one of inputs, outputs is 'outputs'",
        "model-sha256 = abc | model-sha256 in the model's sidecar (SIDECAR: 1) is 'abc'; allowed: 64 hexadecimal digits",
        "features = a | features in the model's sidecar (SIDECAR: 1) is 'a'; allowed: a list of columns, in the model's order",
        "features = [] | features in the model's sidecar (SIDECAR: 1) is '[]'; allowed: a list of columns, in the model's order",
        "features = [[a]] | features[1] in the model's sidecar (SIDECAR: 1) is '[a]'; allowed: a text",
        "features = [a, {type = float}] | features[2].name in the model's sidecar (SIDECAR: 1) is missing; allowed: a value",
        "features = [{name = a, type = flaot}] | features[1].type in the model's sidecar (SIDECAR: 1) is 'flaot'; allowed: a type of Spark SQL, such as float, bigint, array<float>",
        "features = [{name = a, range = 3}] | features[1].range in the model's sidecar (SIDECAR: 1) is '3'; allowed: two numbers [min, max], the smaller first",
        "features = [{name = a, range = [3, 2]}] | features[1].range in the model's sidecar (SIDECAR: 1) is '[3, 2]'; allowed: two numbers [min, max], the smaller first",
        "features = [{name = a, range = [3, x]}] | features[1].range in the model's sidecar (SIDECAR: 1) is 'x'; allowed: a finite number",
        "labels = [{a = b}] | labels[1] in the model's sidecar (SIDECAR: 1) is '{a=b}'; allowed: a text",
        "golden = 3 | golden in the model's sidecar (SIDECAR: 1) is '3'; allowed: an object with the keys tolerance, rows",
        "golden.tolerance = 1 | golden.rows in the model's sidecar (SIDECAR: 1) is missing; allowed: a value",
        "golden {tolerance = 0, rows = [{}]} | golden.tolerance in the model's sidecar (SIDECAR: 1) is '0'; allowed: a number above 0",
        "golden.rows = [{inputs = [1]}] | golden.rows[1].outputs in the model's sidecar (SIDECAR: 1) is missing; allowed: a value",
        "golden.rows = [{inputs = [1, a], outputs = [1]}] | golden.rows[1].inputs[2] in the model's sidecar (SIDECAR: 1) is 'a'; allowed: a finite number",
        "features = [a | the model's sidecar SIDECAR cannot be understood: SIDECAR: 1: List should have ended with ] or had a comma, instead had token: end of file (if you want end of file to be part of a string value, then double-quote it); mend it, or make it again with forwardpass package",
        "include file(\"/etc/hostname\") | the model's sidecar SIDECAR cannot be understood: it includes /etc/hostname, and a sidecar is one file; mend it, or make it again with forwardpass package",
        "include \"other.conf\" | the model's sidecar SIDECAR cannot be understood: it includes other.conf, and a sidecar is one file; mend it, or make it again with forwardpass package",
      })
  void whatIsNotUnderstoodIsRefusedByItsPlace(String text, String message) {
    assertRefused(ExitCode.USAGE, message, text);
  }

  @Test
  void nestingWithoutEndIsRefused() {
    assertRefused(
        ExitCode.USAGE,
        "the model's sidecar SIDECAR cannot be understood: it is nested too deeply; mend it, or make it again with forwardpass package",
        "features = " + "[".repeat(100_000));
  }

  /** What HOCON multiplies: doubled 32 times, or in the square of the length. */
  static Stream<Arguments> bombs() {
    StringBuilder doubling = new StringBuilder("labels = [${a32}]\na0 = x\n");
    StringBuilder merged = new StringBuilder();
    for (int number = 1; number <= 32; number++) {
      doubling.append("a%s = ${a%s}${a%s}\n".formatted(number, number - 1, number - 1));
    }
    for (int number = 0; number < 100_000; number++) {
      merged.append("golden { b").append(number).append(" = 1 }\n");
    }
    String references =
        "it refers to other values with ${...} or +=, and a sidecar says each itself";
    String deep = "it is nested too deeply";
    String longText = "it holds a text of more than 1000 signs";
    return Stream.of(
        arguments(doubling.toString(), references),
        arguments("labels = [a]\nlabels += b", references),
        arguments("labels = [${?HOME}]", references),
        arguments("features = " + "[".repeat(100_000), deep),
        arguments("features = " + "{a:".repeat(100_000), deep),
        arguments("a.".repeat(1_000_000) + "a = 1", longText),
        arguments("labels = [" + "x ".repeat(1_000_000) + "]", longText),
        arguments("labels = [" + "\"x\"".repeat(1_000_000) + "]", longText),
        arguments("labels = " + "[x] ".repeat(1_000_000), "it puts lists or objects together"),
        arguments("golden = " + "{a = 1}".repeat(1_000_000), "it puts lists or objects together"),
        arguments(merged.toString(), "it has more than 64 keys in one place"),
        arguments(
            "labels = [" + "x,".repeat(2_000_001), "it holds more than 2000000 keys and items"),
        arguments(
            "features = [" + "{a=1},".repeat(400_000),
            "it holds more than 2000000 keys and items"));
  }

  @ParameterizedTest
  @MethodSource("bombs")
  @Timeout(20)
  void whatTakesMoreThanItsSizeIsRefused(String text, String reason) {
    assertRefused(
        ExitCode.USAGE,
        "the model's sidecar SIDECAR cannot be understood: %s; mend it, or make it again with forwardpass package"
            .formatted(reason),
        text);
  }

  @Test
  void manyGoldenRowsAndMoreBytesThanAModelNeedsAreRefused() {
    assertRefused(
        ExitCode.USAGE,
        "golden.rows in the model's sidecar (SIDECAR: 1) is 1001 rows; allowed: a list of at most 1000 rows",
        "golden.rows = [" + "{inputs = [1], outputs = [1]},".repeat(1001) + "]");
    assertRefused(
        ExitCode.CONFIG,
        "the sidecar at SIDECAR is larger than 32 MiB, which no sidecar needs; give another",
        "#".repeat((32 << 20) + 1));
  }

  /** Signs that the look before the parser must not take for structure. */
  @Test
  void textsAndCommentsMayHoldBracketsAndSigns() throws IOException {
    String text =
        """
        # [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ = = = "
        features = [ "${a}[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", \"""}}{{"\"""  // ]]]] [[ "
          "a\\"]b" ]   # "
        labels = [ "]" , "[" ]
        golden { rows = [ { inputs = [1], outputs = [1] }
          { inputs = [2], outputs = [2] } ] } // of one
        """;
    Sidecar read = read(text);
    assertEquals(
        List.of("${a}[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "}}{{\"", "a\"]b"),
        read.features().stream().map(SidecarFeature::name).toList());
    assertEquals(List.of("]", "["), read.labels());
    assertEquals(2, read.golden().rows().size());
  }

  @Test
  void anotherModelsIsRefused() throws IOException {
    KerasModel model = KerasModel.read(Files.readAllBytes(Path.of(Penguins.MODEL)), "m.keras");
    Sidecar other = read("model-sha256 = \"%s\"".formatted("0".repeat(64)));
    JobException refusal = assertThrows(JobException.class, () -> other.check(model, "m.keras"));
    assertEquals(
        "the sidecar %s is of a model with the SHA-256 %s, and m.keras has %s; make one for this model with forwardpass package, delete it, or set --ignore-sidecar all"
            .formatted(uri(), "0".repeat(64), model.sha256()),
        refusal.getMessage());
    assertEquals(ExitCode.CONFIG, refusal.code());
    read("model-sha256 = \"%s\"".formatted(model.sha256().toUpperCase(Locale.ROOT)))
        .check(model, "m.keras");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "inputs = [1, 2, 3], outputs = [0, 0, 1] | golden.rows[1].inputs in the model's sidecar (SIDECAR) is 3 numbers; allowed: 4 numbers, as the model takes",
        "inputs = [1, 2, 3, 4], outputs = [0, 1] | golden.rows[1].outputs in the model's sidecar (SIDECAR) is 2 numbers; allowed: 3 numbers, as the model gives",
      })
  void goldenRowsAreAsLongAsTheModelsAre(String row, String message) throws IOException {
    KerasModel model = KerasModel.read(Files.readAllBytes(Path.of(Penguins.MODEL)), "m.keras");
    Sidecar sidecar = read("golden.rows = [{" + row + "}]");
    JobException refusal = assertThrows(JobException.class, () -> sidecar.check(model, "m.keras"));
    assertEquals(message.replace("SIDECAR", uri()), refusal.getMessage());
  }
}
