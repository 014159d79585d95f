package io.forwardpass.profile;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the predicted classes are from those of a reference.
 *
 * @param referenceClasses rows of the reference by label; empty where the model has no classes
 * @param classes rows of the run by label
 */
public record ClassDrift(
    @JsonUnwrapped Distance distance,
    Map<String, Long> referenceClasses,
    Map<String, Long> classes) {

  public ClassDrift {
    referenceClasses = Collections.unmodifiableMap(new LinkedHashMap<>(referenceClasses));
    classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
  }

  static ClassDrift of(Map<String, Long> reference, Map<String, Long> run) {
    List<Long> referenceCounts = List.copyOf(reference.values());
    List<Long> counts = List.copyOf(run.values());
    return new ClassDrift(
        Distance.of(
            referenceCounts,
            counts,
            FeatureProfile.sum(referenceCounts),
            FeatureProfile.sum(counts)),
        reference,
        run);
  }
}
