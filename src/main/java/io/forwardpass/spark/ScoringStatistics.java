package io.forwardpass.spark;

import io.forwardpass.spark.batch.ScoringCounts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a scoring run counted, summed over its tasks; filled once an action has run over the scored
 * rows.
 *
 * @param rows rows that came in
 * @param scored rows that got a prediction
 * @param dropped rows that were left out
 * @param quarantined rows that were left out for the quarantine
 * @param notFinite rows that were not scored as an output of the model is not finite
 * @param invalid rows that were not scored for a feature: column, then reason ({@code null}, {@code
 *     NaN}, {@code infinite}, {@code length}, {@code index}, {@code range}, {@code value}), then
 *     how many; a row counts once, for the first of its gravest faults
 * @param unmet values that did not meet what is expected, whatever became of them and of their
 *     rows: column, then reason, then how many
 * @param classes how many rows were predicted as each label, in the labels' order; empty where the
 *     model has no classes
 * @param meanConfidence the mean of the largest probability; NaN where nothing was scored or the
 *     model has no classes
 * @param confidences how many rows have their largest probability in each of 20 bins of equal width
 *     from 0 to 1, the last with 1 in it; empty where the model has no classes
 * @param batches forward passes
 * @param partitions tasks that ended well
 * @param modelLoads how often the model was built, at most once for each executor JVM
 * @param featureNanos time spent on bringing columns into matrices, summed over tasks
 * @param forwardNanos time spent in forward passes, summed over tasks
 * @param modelLoadNanos time spent on building the model, summed over executor JVMs
 */
public record ScoringStatistics(
    long rows,
    long scored,
    long dropped,
    long quarantined,
    long notFinite,
    SortedMap<String, SortedMap<String, Long>> invalid,
    SortedMap<String, SortedMap<String, Long>> unmet,
    Map<String, Long> classes,
    double meanConfidence,
    List<Long> confidences,
    long batches,
    long partitions,
    long modelLoads,
    long featureNanos,
    long forwardNanos,
    long modelLoadNanos) {

  public static ScoringStatistics none(List<String> labels) {
    Map<String, Long> classes = new LinkedHashMap<>();
    labels.forEach(label -> classes.put(label, 0L));
    List<Long> confidences =
        labels.isEmpty() ? List.of() : Collections.nCopies(ScoringCounts.CONFIDENCE_BINS, 0L);
    return new ScoringStatistics(
        0,
        0,
        0,
        0,
        0,
        new TreeMap<>(),
        new TreeMap<>(),
        classes,
        Double.NaN,
        confidences,
        0,
        0,
        0,
        0,
        0,
        0);
  }

  /** Rows that were not scored, for whatever reason. */
  public long invalidRows() {
    return notFinite
        + invalid.values().stream()
            .flatMap(reasons -> reasons.values().stream())
            .mapToLong(Long::longValue)
            .sum();
  }
}
