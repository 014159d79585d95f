package io.forwardpass.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.evaluation.Evaluation;
import io.forwardpass.report.ScoringReport.Expectation;
import io.forwardpass.report.ScoringReport.Gate;
import io.forwardpass.report.ScoringReport.LayerLine;
import io.forwardpass.report.ScoringReport.Model;
import io.forwardpass.report.ScoringReport.Registry;
import io.forwardpass.report.ScoringReport.Rows;
import io.forwardpass.report.ScoringReport.SkippedFile;
import io.forwardpass.report.ScoringReport.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ScoringReportTest {
  @Test
  void theWholeReport() {
    Model model =
        new Model(
            "m",
            "m.keras",
            "ab12",
            17,
            ".keras",
            "3.15.1",
            15,
            List.of(new LayerLine("out", "Dense", List.of(3), 15)),
            List.of("Dropout 'd'"),
            List.of("a", "b", "c"),
            new Registry(
                "penguins", "3", "champion", "f00", "models:/m-1", "http://localhost:5000"));
    ScoringReport report =
        new ScoringReport(
            Status.SUCCEEDED,
            0,
            "",
            false,
            Instant.parse("2026-01-02T03:04:05Z"),
            Instant.parse("2026-01-02T03:04:06.500Z"),
            "run-7",
            "local-1",
            model,
            Map.of("on-invalid", "null"),
            new Rows(4, 2, 2, 1, 2, Map.of("x", Map.of("NaN", 1L)), 1),
            List.of(new Expectation("x", "range", "[0.0, 1.0]", "impute", 0, 2)),
            List.of(new SkippedFile("x/a", "torn")),
            List.of(new Gate("min-rows", 3, 3, true, "")),
            Map.of("a", 2L),
            0.75,
            List.of(0L, 0L, 2L),
            DriftReport.NONE,
            Evaluation.NONE,
            1,
            1,
            1,
            Map.of("score_and_write", 0.5),
            Map.of("forward", 0.25),
            6,
            Map.of("spark", "4.1.0"));
    assertEquals(
        """
        {
          "status" : "succeeded",
          "exit_code" : 0,
          "message" : "",
          "retryable" : false,
          "started" : "2026-01-02T03:04:05Z",
          "ended" : "2026-01-02T03:04:06.500Z",
          "run_id" : "run-7",
          "application_id" : "local-1",
          "model" : {
            "name" : "m",
            "uri" : "m.keras",
            "sha256" : "ab12",
            "bytes" : 17,
            "format" : ".keras",
            "keras_version" : "3.15.1",
            "parameters" : 15,
            "layers" : [ {
              "name" : "out",
              "class_name" : "Dense",
              "output_shape" : [ 3 ],
              "parameters" : 15
            } ],
            "dropped_layers" : [ "Dropout 'd'" ],
            "classes" : [ "a", "b", "c" ],
            "registry" : {
              "name" : "penguins",
              "version" : "3",
              "alias" : "champion",
              "run_id" : "f00",
              "source" : "models:/m-1",
              "tracking_uri" : "http://localhost:5000"
            }
          },
          "options" : {
            "on-invalid" : "null"
          },
          "rows" : {
            "in" : 4,
            "scored" : 2,
            "invalid" : 2,
            "quarantined" : 1,
            "out" : 2,
            "invalid_by_column" : {
              "x" : {
                "NaN" : 1
              }
            },
            "output_not_finite" : 1
          },
          "expectations" : [ {
            "feature" : "x",
            "expectation" : "range",
            "detail" : "[0.0, 1.0]",
            "policy" : "impute",
            "rows" : 0,
            "values" : 2
          } ],
          "skipped_files" : [ {
            "file" : "x/a",
            "reason" : "torn"
          } ],
          "gates" : [ {
            "name" : "min-rows",
            "limit" : 3.0,
            "value" : 3.0,
            "passed" : true,
            "where" : ""
          } ],
          "classes" : {
            "a" : 2
          },
          "mean_confidence" : 0.75,
          "confidence_histogram" : [ 0, 0, 2 ],
          "drift" : {
            "profile" : "",
            "model" : {
              "name" : "",
              "sha256" : ""
            },
            "reference_rows" : 0,
            "features" : [ ],
            "classes" : {
              "reference_rows" : 0,
              "rows" : 0,
              "bins" : 0,
              "psi" : null,
              "psi_expected" : null,
              "psi_noise" : null,
              "jensen_shannon" : null,
              "jensen_shannon_noise" : null,
              "reference_classes" : { },
              "classes" : { }
            },
            "run_features" : [ ]
          },
          "evaluation" : {
            "label_column" : "",
            "rows" : 0,
            "unlabelled" : 0,
            "unknown_labels" : { },
            "other_unknown" : 0,
            "output_not_finite" : 0,
            "accuracy" : null,
            "log_loss" : null,
            "brier_score" : null,
            "macro_precision" : null,
            "macro_recall" : null,
            "macro_f1" : null,
            "calibration_error" : null,
            "calibration" : [ ],
            "score_bins" : 0,
            "classes" : [ ],
            "confusion_matrix" : {
              "labels" : [ ],
              "rows" : [ ]
            },
            "confusions" : [ ]
          },
          "partitions" : 1,
          "batches" : 1,
          "model_loads" : 1,
          "seconds" : {
            "score_and_write" : 0.5
          },
          "task_seconds" : {
            "forward" : 0.25
          },
          "rows_per_second" : 6.0,
          "versions" : {
            "spark" : "4.1.0"
          }
        }
        """,
        report.json());
  }

  @Test
  void aNumberThatDoesNotExistIsNull() throws IOException {
    ScoringReport report =
        new ScoringReport(
            Status.FAILED,
            65,
            "column \"x\" is null",
            false,
            Instant.EPOCH,
            Instant.EPOCH,
            "",
            "",
            Model.unread("m.keras"),
            Map.of(),
            Rows.NONE,
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            Double.NaN,
            List.of(),
            DriftReport.NONE,
            Evaluation.NONE,
            0,
            0,
            0,
            Map.of(),
            Map.of(),
            0,
            Map.of());
    List<String> lines = report.json().lines().map(String::strip).toList();
    assertEquals(
        List.of("\"status\" : \"failed\",", "\"mean_confidence\" : null,"),
        lines.stream().filter(line -> line.matches(".*(status|mean_conf).*")).toList());
    assertEquals("\"message\" : \"column \\\"x\\\" is null\",", lines.get(3));
    assertTrue(isReport(report.json()));
  }

  @Test
  void aFileThatIsNoReportIsTold() throws IOException {
    assertFalse(isReport(""));
    assertFalse(isReport("{}"));
    assertFalse(isReport("[1, 2]"));
    assertFalse(isReport("id,species\n1,Adelie\n"));
    assertFalse(isReport("{\"status\": \"succeeded\", \"rows\": 3}"));
    assertFalse(isReport("{\"status\": \"succeeded\", \"exit_code\": "));
    assertTrue(isReport("{\"status\": \"succeeded\", \"exit_code\": 0, \"message\": \"\""));
  }

  @Test
  void aRetryIsOfTheSameModelThatFailed() throws IOException {
    String report =
        """
        {"status": "failed", "exit_code": 75, "message": "", "retryable": true,
         "model": {"registry": {"name": "n", "version": "3", "alias": "a", "run_id": "r",
           "source": "s", "tracking_uri": "t"}},
         "options": {"model": "models:/n@a"}}
        """;
    assertEquals(
        Optional.of(new Registry("n", "3", "a", "r", "s", "t")), toRetry(report, "models:/n@a"));
    assertEquals(Optional.empty(), toRetry(report, "models:/n@b"));
    for (String other :
        List.of(
            report.replace("failed", "succeeded"),
            report.replace("true", "false"),
            report.replace("\"3\"", "\"\""),
            report.replace("registry", "older"),
            report.substring(0, 200),
            "")) {
      assertEquals(Optional.empty(), toRetry(other, "models:/n@a"), other);
    }
  }

  private static Optional<Registry> toRetry(String report, String model) throws IOException {
    return ScoringReport.toRetry(
        new ByteArrayInputStream(report.getBytes(StandardCharsets.UTF_8)), model);
  }

  private static boolean isReport(String text) throws IOException {
    return ScoringReport.isReport(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
