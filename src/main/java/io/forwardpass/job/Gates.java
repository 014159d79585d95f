package io.forwardpass.job;

import io.forwardpass.profile.Drift;
import io.forwardpass.report.ScoringReport.Gate;
import io.forwardpass.spark.ScoringStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the rows of a run must keep to as a whole, or the output stays as it was.
 *
 * @param minRows rows that must come in
 * @param maxInvalidRatio the share of these that may be invalid, 0 to 1
 * @param maxNotFiniteRatio the share of these whose outputs may be not finite, 0 to 1
 * @param maxPsi how far a feature, or the predicted classes, may be from the reference
 */
record Gates(
    OptionalLong minRows,
    OptionalDouble maxInvalidRatio,
    OptionalDouble maxNotFiniteRatio,
    OptionalDouble maxPsi) {
  static final Gates NONE =
      new Gates(
          OptionalLong.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty());

  /** The gates that are set. */
  List<ScoreOption> options() {
    List<ScoreOption> options = new ArrayList<>();
    minRows.ifPresent(rows -> options.add(ScoreOption.MIN_ROWS));
    maxInvalidRatio.ifPresent(ratio -> options.add(ScoreOption.MAX_INVALID_RATIO));
    maxNotFiniteRatio.ifPresent(ratio -> options.add(ScoreOption.MAX_NOT_FINITE_RATIO));
    maxPsi.ifPresent(psi -> options.add(ScoreOption.MAX_PSI));
    return options;
  }

  /** How the rows did, a line for each gate that is set. */
  List<Gate> verdicts(ScoringStatistics statistics, Drift drift) {
    List<Gate> gates = new ArrayList<>();
    long rows = statistics.rows();
    minRows.ifPresent(
        least -> gates.add(new Gate(ScoreOption.MIN_ROWS.key(), least, rows, rows >= least, "")));
    maxInvalidRatio.ifPresent(
        most ->
            gates.add(ratio(ScoreOption.MAX_INVALID_RATIO, most, statistics.invalidRows(), rows)));
    maxNotFiniteRatio.ifPresent(
        most ->
            gates.add(ratio(ScoreOption.MAX_NOT_FINITE_RATIO, most, statistics.notFinite(), rows)));
    maxPsi.ifPresent(
        most -> {
          Drift.Worst worst = drift.worst().orElse(new Drift.Worst("", 0));
          gates.add(
              new Gate(
                  ScoreOption.MAX_PSI.key(), most, worst.psi(), worst.psi() <= most, worst.what()));
        });
    return gates;
  }

  private static Gate ratio(ScoreOption option, double most, long some, long rows) {
    double ratio = rows == 0 ? 0 : (double) some / rows;
    return new Gate(option.key(), most, ratio, ratio <= most, "");
  }

  /** Throws where one of them fails. */
  static void check(List<Gate> verdicts) {
    List<Gate> failed = verdicts.stream().filter(gate -> !gate.passed()).toList();
    if (!failed.isEmpty()) {
      throw JobException.gateFailed(failed);
    }
  }
}
