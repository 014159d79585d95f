package io.forwardpass.job;

import io.forwardpass.evaluation.Evaluation;
import io.forwardpass.report.DriftReport;
import io.forwardpass.report.ScoringReport;
import io.forwardpass.spark.ScoringStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run has counted of its rows, and what follows from it.
 *
 * @param gates how the rows did at each gate that is set
 */
record Counted(
    ScoringStatistics statistics,
    DriftReport drift,
    Evaluation evaluation,
    List<ScoringReport.Gate> gates) {

  /** Before rows are counted, no gate has been looked at. */
  static final Counted NOTHING =
      new Counted(ScoringStatistics.none(List.of()), DriftReport.NONE, Evaluation.NONE, List.of());

  /**
   * @param written whether the rows are in place
   */
  ScoringReport.Rows rows(boolean written) {
    return new ScoringReport.Rows(
        statistics.rows(),
        statistics.scored(),
        statistics.invalidRows(),
        written ? statistics.quarantined() : 0,
        written ? statistics.rows() - statistics.dropped() - statistics.quarantined() : 0,
        statistics.invalid(),
        statistics.notFinite());
  }

  /** The sums over all tasks. */
  Map<String, Double> taskSeconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("load_model", Phases.seconds(statistics.modelLoadNanos()));
    seconds.put("features", Phases.seconds(statistics.featureNanos()));
    seconds.put("forward", Phases.seconds(statistics.forwardNanos()));
    return seconds;
  }
}
