package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.forwardpass.job.ScoreOptions.WriteMode;
import io.forwardpass.job.Slice.Term;
import io.forwardpass.keras.ModelBackend;
import io.forwardpass.spark.PadSequences;
import io.forwardpass.spark.Probabilities;
import io.forwardpass.spark.batch.OnInvalid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScoreOptionsTest {
  private static final List<String> REQUIRED =
      List.of("model=m.keras", "input=a,b", "output=o", "features=x,y");

  @Test
  void whatIsNotSetHasTheDocumentedDefault() {
    assertEquals(
        new ScoreOptions(
            "m.keras",
            "",
            ModelBackend.AUTO,
            "",
            List.of("a", "b"),
            "parquet",
            Map.of(),
            "",
            new Slice(List.of()),
            Optional.empty(),
            List.of("x", "y"),
            ScoreOptions.ALL,
            List.of(),
            "",
            "",
            "o",
            "parquet",
            Map.of(),
            WriteMode.ERROR,
            false,
            List.of(),
            Probabilities.COLUMNS,
            "prediction",
            OnInvalid.FAIL,
            Map.of(),
            "",
            false,
            Gates.NONE,
            "",
            PadSequences.NONE,
            0,
            0,
            false,
            "",
            "",
            false,
            0,
            false,
            false),
        options());
  }

  @Test
  void noneAndAllAreWordsAndBackquotesMakeThemNames() {
    assertEquals(List.of(), options("keep=none").keep());
    assertEquals(ScoreOptions.ALL, options("keep=all").keep());
    assertEquals(List.of("`none`"), options("keep=`none`").keep());
    assertEquals("", options("prediction-col=none").predictionCol());
    assertEquals("", options("prediction-col=NONE").predictionCol());
    assertEquals(List.of(), options("keep=None").keep());
    assertEquals(ScoreOptions.ALL, options("keep=ALL").keep());
    assertEquals(ScoreOptions.ALL, options("keep=").keep());
    assertEquals(0, options("batch-size=AUTO").batchSize());
    assertTrue(options("dry-run=TRUE").dryRun());
    assertEquals(3_000_000_000L, options("min-rows=3000000000").gates().minRows().getAsLong());
  }

  @Test
  void aSliceIsReplacedAndDecidesTheFolders() {
    ScoreOptions options = options("partition=[\"ds=2026-11-22\",\"hour=1..7\"]");
    assertEquals(
        List.of(
            new Term("ds", Optional.of("2026-11-22"), Optional.empty()),
            new Term("hour", Optional.of("1"), Optional.of("7"))),
        options.slice().terms());
    assertEquals(WriteMode.OVERWRITE, options.mode());
    assertEquals(List.of("ds", "hour"), options.partitionBy());
    assertEquals(
        List.of("region", "ds"), options("partition=ds=1", "partition-by=region,ds").partitionBy());
    assertEquals(WriteMode.OVERWRITE, options("partition=ds=1", "mode=overwrite").mode());
    assertEquals(
        "mode (--set) is 'error'; allowed: overwrite, beside --partition, whose part of the output is replaced",
        assertThrows(JobException.class, () -> options("partition=ds=1", "mode=error"))
            .getMessage());
  }

  @Test
  void labelsAreAListOrAFile() {
    assertEquals(List.of("a", "b, c"), options("labels=a,`b, c`").labels());
    assertEquals("", options("labels=a,@b").labelsFile());
    assertEquals("hdfs:///labels.txt", options("labels=@hdfs:///labels.txt").labelsFile());
    assertEquals(List.of(), options("labels=@hdfs:///labels.txt").labels());
    assertEquals(List.of("@a"), options("labels=`@a`").labels());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model= | --model is missing; give --model URI, or the key 'model' in the file of --config",
        "input= | --input is missing; give --input URI[,URI...], or the key 'input' in the file of --config",
        "output= | --output is missing; give --output URI, or the key 'output' in the file of --config",
        "batch-size=1048577 | batch-size (--set) is '1048577'; allowed: a whole number from 1 to 1048576, auto",
        "features=`x | features (--set) is '`x'; allowed: a list whose backquotes are closed, such as `a,b`,c",
        "features= | --features is missing; give --features COLUMN[,COLUMN...], or the key 'features' in the file of --config",
      })
  void whatIsMissingOrMalformedIsAskedFor(String unset, String message) {
    JobException refusal = assertThrows(JobException.class, () -> options(unset));
    assertEquals(message, refusal.getMessage());
    assertEquals(ExitCode.USAGE, refusal.code());
  }

  @Test
  void otherSourcesAndSinksNeedNoUri() {
    ScoreOptions options = options("input=", "format=jdbc", "output=", "output-format=noop");
    assertEquals(List.of(), options.input());
    assertEquals("", options.output());
  }

  static ScoreOptions options(String... assignments) {
    List<String> all = new ArrayList<>(REQUIRED);
    all.addAll(List.of(assignments));
    return ScoreOptions.of(Settings.of(Map.of(), all, ConfigFactory.empty()));
  }
}
