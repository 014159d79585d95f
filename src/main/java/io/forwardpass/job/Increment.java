package io.forwardpass.job;

import java.time.Duration;
import java.util.Optional;
import org.apache.spark.network.util.JavaUtils;

/**
 * How a run scores no more than what has arrived since the last one.
 *
 * @param checkpoint the URI of the folder that remembers what was scored
 * @param every how often to look for more; empty to end when all that is there is scored
 */
record Increment(String checkpoint, Optional<Duration> every) {
  private static final String NONE = "none";

  /** Empty for a run that scores what its input holds. */
  static Optional<Increment> of(Settings settings) {
    String checkpoint = settings.text(ScoreOption.CHECKPOINT);
    String interval = settings.text(ScoreOption.CONTINUOUS);
    if (!settings.flag(ScoreOption.INCREMENTAL)) {
      refuse(settings, ScoreOption.CHECKPOINT, checkpoint.isEmpty());
      refuse(settings, ScoreOption.CONTINUOUS, interval.equalsIgnoreCase(NONE));
      return Optional.empty();
    } else if (checkpoint.isEmpty()) {
      throw JobException.missing(ScoreOption.CHECKPOINT);
    }
    return Optional.of(
        new Increment(
            checkpoint,
            interval.equalsIgnoreCase(NONE)
                ? Optional.empty()
                : Optional.of(duration(settings, interval))));
  }

  private static void refuse(Settings settings, ScoreOption option, boolean unset) {
    if (!unset) {
      throw settings.bad(option, "this option beside --incremental alone");
    }
  }

  private static Duration duration(Settings settings, String interval) {
    try {
      long seconds = JavaUtils.timeStringAsSec(interval.strip());
      if (seconds > 0) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException e) {
      // falls through to the one message for all that is no such time
    }
    throw settings.bad(
        ScoreOption.CONTINUOUS, "a time of whole seconds, such as 30s, 1m or 2h, none");
  }
}
