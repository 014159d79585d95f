package io.forwardpass.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.forwardpass.profile.Drift;
import io.forwardpass.profile.FeatureProfile;
import io.forwardpass.profile.Profile;
import java.util.List;

/**
 * How far a run is from a reference profile, and what it was compared with.
 *
 * @param profile the URI of the reference; empty where there is none, and then all else is
 * @param model that the reference was made with
 * @param referenceRows of the reference
 * @param runFeatures what the run's own features are like, as in a profile
 */
public record DriftReport(
    String profile,
    Profile.Model model,
    long referenceRows,
    @JsonUnwrapped Drift drift,
    List<FeatureProfile> runFeatures) {

  public static final DriftReport NONE =
      new DriftReport("", new Profile.Model("", ""), 0, Drift.NONE, List.of());

  public DriftReport {
    runFeatures = List.copyOf(runFeatures);
  }
}
