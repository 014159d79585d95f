package io.forwardpass.profile;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a table is like, as its model sees it: a histogram of each feature, and the predictions.
 * Profiles of one model with the same edges add up: {@link #merge}.
 *
 * @param rows of the table, with those that could not be scored
 * @param features in the model's order
 * @param classes how many rows were predicted as each label, in the order of the model's outputs;
 *     empty where the model has no classes
 * @param confidenceHistogram how many rows have their largest probability in each of some bins of
 *     equal width from 0 to 1; empty where the model has no classes
 */
@JsonPropertyOrder({"version", "model", "rows", "features", "classes", "confidence_histogram"})
@JsonIgnoreProperties(value = "version", allowGetters = true)
public record Profile(
    Model model,
    long rows,
    List<FeatureProfile> features,
    Map<String, Long> classes,
    List<Long> confidenceHistogram) {

  /** Of the profile's JSON. */
  static final int VERSION = 1;

  /**
   * The model that scored the table.
   *
   * @param sha256 of its file, in hexadecimal
   */
  public record Model(String name, String sha256) {}

  public Profile {
    features = List.copyOf(features);
    classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
    confidenceHistogram = List.copyOf(confidenceHistogram);
    require(rows >= 0, "rows from 0");
    require(classes.values().stream().allMatch(number -> number >= 0), "classes counted from 0");
    require(confidenceHistogram.stream().allMatch(number -> number >= 0), "bins counted from 0");
    Set<String> names = new HashSet<>();
    for (FeatureProfile feature : features) {
      require(names.add(feature.name()), "feature '%s' once".formatted(feature.name()));
    }
  }

  private static void require(boolean sound, String needed) {
    if (!sound) {
      throw new IllegalArgumentException("a profile needs " + needed);
    }
  }

  @JsonProperty("version")
  int version() {
    return VERSION;
  }

  /** The features' names in the model's order. */
  public List<String> names() {
    return features.stream().map(FeatureProfile::name).toList();
  }

  /** The edges of the features' bins, in the model's order. */
  public List<List<Float>> edges() {
    return features.stream().map(FeatureProfile::edges).toList();
  }

  /**
   * The profile of both tables, as if they were one.
   *
   * @throws IllegalArgumentException if the two do not have the same features, edges and classes
   */
  public Profile merge(Profile other) {
    require(names().equals(other.names()), "the same features in order to be merged");
    require(labels().equals(other.labels()), "the same classes in order to be merged");
    require(
        confidenceHistogram.size() == other.confidenceHistogram.size(),
        "as many bins of confidence to be merged");
    List<FeatureProfile> merged = new ArrayList<>();
    for (int feature = 0; feature < features.size(); feature++) {
      merged.add(features.get(feature).merge(other.features.get(feature)));
    }
    Map<String, Long> predicted = new LinkedHashMap<>();
    classes.forEach((label, number) -> predicted.put(label, number + other.classes.get(label)));
    List<Long> confidences = new ArrayList<>();
    for (int bin = 0; bin < confidenceHistogram.size(); bin++) {
      confidences.add(confidenceHistogram.get(bin) + other.confidenceHistogram.get(bin));
    }
    return new Profile(model, rows + other.rows, merged, predicted, confidences);
  }

  /** The classes in the order of the model's outputs. */
  public List<String> labels() {
    return List.copyOf(classes.keySet());
  }
}
