package io.forwardpass.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.forwardpass.keras.JsonMutator;
import io.forwardpass.keras.MutantReading;
import io.forwardpass.report.ScoringReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;

/** Mutants of the small files that a run reads, changed in their structure and sign by sign. */
final class FileMutants {
  /** The files, each with a good one. */
  enum Kind {
    SIDECAR(
        """
        { "model-sha256": "e039a9951cfa59a03999579b151cf6e7e92494c56ca9d082e066190035971c9b",
          "features": [ { "name": "a", "type": "double", "range": [20, 80] },
            { "name": "b[2]", "type": "array<float>" }, "c" ],
          "labels": ["Adelie", "Chinstrap", "Gentoo"],
          "golden": { "tolerance": 1e-4, "rows": [
            { "inputs": [39.1, 18.7, 181, 3750], "outputs": [0.9022, 0.0506, 0.0472] } ] } }
        """),
    PROFILE(
        """
        { "version": 1, "model": { "name": "m", "sha256": "e0" }, "rows": 6,
          "features": [ { "name": "a", "values": 6, "nulls": 0, "nans": 0, "infinite": 0,
            "mean": 1.5, "edges": [0, 1, 2], "counts": [1, 2, 2, 1], "quantiles": { "0.5": 1 } } ],
          "classes": { "no": 3, "yes": 3 }, "confidence_histogram": [1, 2, 3] }
        """),
    JOB_FILE(
        """
        { "model": "m.keras", "input": ["/a", "/b/{c,d}"], "features": "a,`b,c`,d[3]",
          "output": "/out", "keep": "all", "labels": ["x", "y"], "where": "a > 3",
          "partition": ["ds=2026-11-22..2026-11-23", "h=`a,b`"], "partition-by": ["ds", "h"],
          "input-options": { "header": true, "a": { "b": 1 } }, "min-rows": 3, "max-psi": 0.5,
          "profile": "p.json", "expectations": { "a": { "not-null": "impute", "impute": 3,
            "range": { "min": 0, "max": 9, "policy": "drop" } } }, "on-invalid": null }
        """),
    LABELS("Adelie\nChinstrap\n\nGentoo\n"),
    REPORT(
        """
        { "status": "failed", "exit_code": 75, "message": "", "retryable": true,
          "model": { "registry": { "name": "m", "version": "3", "alias": "champion" } },
          "options": { "model": "models:/m@champion" } }
        """);

    private final String good;

    Kind(String good) {
      this.good = good;
    }
  }

  /** How often something is doubled, at most; HOCON's parser takes time in the square of that. */
  private static final int FOREIGN = 14;

  /** The same of the file that the user writes himself, in whose size nobody else has a hand. */
  private static final int OWN = 7;

  private static final List<String> STRANGE =
      List.of(
          "${a}",
          "${?HOME}",
          "${labels}${labels}",
          " += ",
          "[",
          "]",
          "{",
          "}",
          "\"",
          "\"\"\"",
          "#",
          "//",
          "\n",
          ",",
          ":",
          "=",
          "..",
          "`",
          "``",
          "include \"x\"",
          "include file(\"/dev/zero\")",
          "\u0000",
          "\ud800",
          "\uFEFF",
          "\ud83d\ude00",
          "1e400",
          "-1e-400",
          "NaN",
          "null",
          "true",
          "99999999999999999999",
          "a.b.c",
          "\\u",
          "\\",
          "__HIVE_DEFAULT_PARTITION__",
          "%",
          "/");

  private final Path folder;
  private final Configuration hadoop = new Configuration();

  /**
   * @param folder where mutants are written
   */
  FileMutants(Path folder) {
    this.folder = folder;
  }

  /** What a mutant does that it must not. */
  Optional<Throwable> failure(Kind kind, String mutant) {
    byte[] bytes = mutant.getBytes(StandardCharsets.UTF_8);
    String model = folder.resolve("m.keras").toString();
    Path file = folder.resolve(kind == Kind.SIDECAR ? "m.keras.forwardpass.conf" : "file");
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String uri = file.toString();
    Runnable reading =
        switch (kind) {
          case SIDECAR -> () -> Sidecar.of(model, hadoop).settings();
          case PROFILE -> () -> ReferenceProfile.read(uri, hadoop);
          case JOB_FILE ->
              () -> ScoreOptions.of(Settings.of(Map.of(), List.of(), JobFile.read(uri, hadoop)));
          case LABELS -> () -> LabelsFile.read(uri, hadoop);
          case REPORT -> () -> retry(bytes);
        };
    return MutantReading.failure(bytes.length, reading, JobException.class::isInstance);
  }

  private static void retry(byte[] bytes) {
    try {
      ScoringReport.isReport(new ByteArrayInputStream(bytes));
      ScoringReport.toRetry(new ByteArrayInputStream(bytes), "models:/m@champion");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String good(Kind kind) {
    return kind.good;
  }

  static String mutant(Kind kind, Random random) {
    String text = kind.good;
    if (kind != Kind.LABELS && random.nextBoolean()) {
      JsonNode good = JsonMutator.parse(text);
      text = new JsonMutator(random).mutant(good);
      if (random.nextInt(3) > 0) {
        return text;
      }
    }
    for (int change = random.nextInt(4); change >= 0; change--) {
      text = changed(text, kind == Kind.JOB_FILE ? OWN : FOREIGN, random);
    }
    return text;
  }

  private static String changed(String text, int doublings, Random random) {
    int from = random.nextInt(text.length() + 1);
    int to = from + random.nextInt(Math.min(40, text.length() - from) + 1);
    String part = text.substring(from, to);
    return switch (random.nextInt(5)) {
      case 0 -> text.substring(0, from) + text.substring(to);
      case 1 ->
          text.substring(0, from)
              + part.repeat(1 << random.nextInt(doublings))
              + text.substring(to);
      case 2 -> text.substring(0, from);
      default -> {
        String strange = STRANGE.get(random.nextInt(STRANGE.size()));
        int times = random.nextInt(10) == 0 ? 1 << random.nextInt(doublings) : 1;
        yield text.substring(0, from) + strange.repeat(times) + text.substring(to);
      }
    };
  }
}
