package io.forwardpass.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a run is from a reference, for each feature in the model's order, and for the
 * predictions.
 */
public record Drift(List<FeatureDrift> features, ClassDrift classes) {

  /** Where nothing was compared. */
  public static final Drift NONE = new Drift(List.of(), ClassDrift.of(Map.of(), Map.of()));

  /** A population stability index, and what has it: a feature's name, or the predicted classes. */
  public record Worst(String what, double psi) {}

  public Drift {
    features = List.copyOf(features);
  }

  /**
   * Of two profiles.
   *
   * @throws IllegalArgumentException if they have not the same features, edges and classes
   */
  public static Drift between(Profile reference, Profile run) {
    if (!reference.names().equals(run.names())
        || !reference.edges().equals(run.edges())
        || !reference.labels().equals(run.labels())) {
      throw new IllegalArgumentException("profiles of other features, edges or classes");
    }
    List<FeatureDrift> features = new ArrayList<>();
    for (int feature = 0; feature < run.features().size(); feature++) {
      features.add(FeatureDrift.of(reference.features().get(feature), run.features().get(feature)));
    }
    return new Drift(features, ClassDrift.of(reference.classes(), run.classes()));
  }

  /** The largest index that is more than chance makes; empty where none is. */
  public Optional<Worst> worst() {
    Worst worst = new Worst("", 0);
    for (FeatureDrift feature : features) {
      worst = worse(worst, feature.distance(), "feature '%s'".formatted(feature.name()));
    }
    worst = worse(worst, classes.distance(), "the predicted classes");
    return worst.what().isEmpty() ? Optional.empty() : Optional.of(worst);
  }

  private static Worst worse(Worst worst, Distance distance, String what) {
    return distance.drifted() && distance.psi() > worst.psi()
        ? new Worst(what, distance.psi())
        : worst;
  }
}
