package io.forwardpass.job;

import io.forwardpass.report.ScoringReport.Expectation;
import io.forwardpass.spark.ColumnName;
import io.forwardpass.spark.ScoringStatistics;
import io.forwardpass.spark.batch.Expectations;
import io.forwardpass.spark.batch.InvalidReason;
import io.forwardpass.spark.batch.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the rows of a run did by what was expected of them. */
record MetExpectations(Map<String, Expectations> expectations, ScoringStatistics statistics) {

  /** What the report calls an expectation, by a reason why a value does not meet it. */
  private static final Map<InvalidReason, String> NAMES =
      Map.of(
          InvalidReason.NULL, "not null",
          InvalidReason.NAN, "finite",
          InvalidReason.INFINITE, "finite",
          InvalidReason.RANGE, "range",
          InvalidReason.VALUE, "allowed values");

  /** A line for each expectation that has a policy. */
  List<Expectation> report() {
    List<Expectation> lines = new ArrayList<>();
    for (Map.Entry<String, Expectations> feature : new TreeMap<>(expectations).entrySet()) {
      for (String name : List.of("not null", "finite", "range", "allowed values")) {
        add(feature.getKey(), feature.getValue(), name, lines);
      }
    }
    return lines;
  }

  private void add(String feature, Expectations expected, String name, List<Expectation> lines) {
    long rows = 0;
    long values = 0;
    Policy policy = null;
    for (InvalidReason reason : InvalidReason.values()) {
      if (name.equals(NAMES.get(reason)) && expected.policies().containsKey(reason)) {
        policy = expected.policies().get(reason);
        rows += count(statistics.invalid(), feature, reason);
        values += count(statistics.unmet(), feature, reason);
      }
    }
    if (policy != null) {
      String word = policy.name().toLowerCase(Locale.ROOT);
      lines.add(new Expectation(feature, name, detail(expected, name), word, rows, values));
    }
  }

  private static String detail(Expectations expected, String name) {
    return switch (name) {
      case "range" -> expected.range().toString();
      case "allowed values" -> expected.allowed().toString();
      default -> "";
    };
  }

  private static long count(
      SortedMap<String, SortedMap<String, Long>> counts, String feature, InvalidReason reason) {
    return counts.entrySet().stream()
        .filter(
            entry ->
                ColumnName.in(
                        List.of(entry.getKey(), SidecarFeature.withoutLength(entry.getKey())),
                        feature)
                    .isPresent())
        .mapToLong(entry -> entry.getValue().getOrDefault(reason.key(), 0L))
        .sum();
  }
}
