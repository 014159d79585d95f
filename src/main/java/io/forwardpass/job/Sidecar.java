package io.forwardpass.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import io.forwardpass.keras.KerasModel;
import io.forwardpass.registry.ModelUri;
import io.forwardpass.spark.ColumnName;
import io.forwardpass.spark.batch.Expectations;
import io.forwardpass.spark.batch.GoldenRow;
import io.forwardpass.spark.batch.GoldenRows;
import io.forwardpass.spark.batch.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What stands beside a model in {@code <model>.forwardpass.conf}: what a table must be like to be
 * scored with it, and rows that show whether it is computed as where it was made.
 *
 * @param uri empty where there is none
 * @param sha256 the model's; empty where it is not said
 * @param features in the model's order; empty where they are not said
 * @param labels in the order of the outputs; empty where they are not said
 */
record Sidecar(
    String uri,
    String sha256,
    List<SidecarFeature> features,
    List<String> labels,
    GoldenRows golden) {

  private static final String ENDING = ".forwardpass.conf";

  static final Sidecar NONE = new Sidecar("", "", List.of(), List.of(), GoldenRows.NONE);

  /** What of a sidecar does not count for a run, as its user knows better. */
  enum Ignored {
    NONE,
    /** Their names, types and ranges. */
    FEATURES,
    LABELS,
    ALL
  }

  Sidecar {
    features = List.copyOf(features);
    labels = List.copyOf(labels);
  }

  /** That of the model that the user names, as far as it counts for him. */
  static Sidecar of(Settings user, Configuration hadoop) {
    Ignored ignored = user.choice(ScoreOption.IGNORE_SIDECAR, Ignored.class);
    if (ignored == Ignored.ALL) {
      return NONE;
    }
    Sidecar all = of(user.text(ScoreOption.MODEL), hadoop);
    return new Sidecar(
        all.uri,
        all.sha256,
        ignored == Ignored.FEATURES ? List.of() : all.features,
        ignored == Ignored.LABELS ? List.of() : all.labels,
        all.golden);
  }

  /** That of a model; {@link #NONE} where there is no such file, and for a registered model. */
  static Sidecar of(String model, Configuration hadoop) {
    if (model.isEmpty()
        || ModelUri.isOne(model)
        || Place.of("model", model, hadoop).path().isRoot()) {
      return NONE;
    }
    Place place = place(model, hadoop);
    return place.isFile() ? SidecarReader.read(place) : NONE;
  }

  /** Where the sidecar of a model, which is no root, lies. */
  static Place place(String model, Configuration hadoop) {
    Place beside = Place.of("model", model, hadoop);
    Path path = new Path(beside.path().getParent(), beside.path().getName() + ENDING);
    return new Place("sidecar", model.replaceAll("/+$", "") + ENDING, beside.files(), path);
  }

  /** What it says of options. */
  Config settings() {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    lists.put(ScoreOption.FEATURES.key(), features.stream().map(SidecarFeature::name).toList());
    lists.put(ScoreOption.LABELS.key(), labels);
    Config settings = ConfigFactory.empty();
    for (Map.Entry<String, List<String>> entry : lists.entrySet()) {
      if (!entry.getValue().isEmpty()) {
        settings =
            settings.withValue(
                entry.getKey(), ConfigValueFactory.fromIterable(entry.getValue(), uri));
      }
    }
    return settings;
  }

  /** Throws where it is of another model, and where its golden rows cannot be this one's. */
  void check(KerasModel model, String place) {
    if (!sha256.isEmpty() && !sha256.equalsIgnoreCase(model.sha256())) {
      throw JobException.sidecarOfOtherModel(uri, sha256, place, model.sha256());
    }
    GoldenShape shape = new GoldenShape(model);
    for (int number = 0; number < golden.rows().size(); number++) {
      GoldenRow row = golden.rows().get(number);
      String name = "golden.rows[%s].".formatted(number + 1);
      if (!shape.takes(row.inputs())) {
        throw bad(name + "inputs", row.inputs(), shape.inputs());
      }
      int outputs = shape.outputs(row.inputs()).size();
      if (row.outputs().size() != outputs) {
        throw bad(name + "outputs", row.outputs(), outputs + " numbers, as the model gives");
      }
    }
  }

  private JobException bad(String key, List<Float> received, String allowed) {
    return JobException.badSidecarValue(key, uri, received.size() + " numbers", allowed);
  }

  /** Throws where the run's features are others than those of here, or in another order. */
  void checkFeatures(List<String> given, String place) {
    check(ScoreOption.FEATURES, names(), given, SidecarFeature::same, place);
  }

  /** Throws where the run's labels are others than those of here, or in another order. */
  void checkLabels(List<String> given, String place) {
    check(ScoreOption.LABELS, labels, given, String::equals, place);
  }

  private void check(
      ScoreOption option,
      List<String> here,
      List<String> given,
      BiPredicate<String, String> same,
      String place) {
    int number = 0;
    while (number < Math.min(here.size(), given.size())
        && same.test(here.get(number), given.get(number))) {
      number++;
    }
    if (!here.isEmpty() && (number < here.size() || number < given.size())) {
      throw JobException.sidecarDiffers(option, place, given, uri, here, number);
    }
  }

  private List<String> names() {
    return features.stream().map(SidecarFeature::name).toList();
  }

  /** Throws where a table's columns have other types than it asks for. */
  void check(Dataset<Row> table) {
    features.forEach(feature -> feature.check(table, uri));
  }

  /**
   * What is expected of the run's features, by their names: what the run says, and the ranges from
   * here of those that it says no range of.
   *
   * @param own what the run says
   * @param given the run's features, which are those of here
   */
  Map<String, Expectations> expectations(Map<String, Expectations> own, List<String> given) {
    Map<String, Expectations> all = new LinkedHashMap<>(own);
    for (int number = 0; number < features.size(); number++) {
      SidecarFeature feature = features.get(number);
      String said = given.get(number);
      if (!feature.range().equals(Range.ANY)) {
        String name =
            ColumnName.in(own.keySet(), said)
                .or(() -> ColumnName.in(own.keySet(), SidecarFeature.withoutLength(said)))
                .orElse(said);
        all.merge(name, Expectations.within(feature.range()), (one, here) -> one);
        all.computeIfPresent(name, (key, one) -> within(feature, one));
      }
    }
    return all;
  }

  private Expectations within(SidecarFeature feature, Expectations said) {
    if (!said.range().equals(Range.ANY)) {
      return said;
    }
    try {
      return new Expectations(said.policies(), feature.range(), said.allowed(), said.replacement());
    } catch (IllegalArgumentException e) {
      throw JobException.badExpectations(feature.name(), e.getMessage());
    }
  }

  /**
   * The file.
   *
   * @param origin where the outputs of the golden rows come from, in a sentence
   */
  String text(String origin) {
    StringBuilder text = new StringBuilder("model-sha256 = \"%s\"\n".formatted(sha256));
    text.append("features = [\n");
    features.forEach(feature -> text.append("  ").append(feature.text()).append('\n'));
    text.append("]\n");
    if (!labels.isEmpty()) {
      text.append("labels = [")
          .append(labels.stream().map(ConfigUtil::quoteString).collect(Collectors.joining(", ")))
          .append("]\n");
    }
    if (!golden.rows().isEmpty()) {
      text.append("# %s\ngolden {\n  tolerance = %s\n".formatted(origin, golden.tolerance()));
      text.append("  rows = [\n");
      golden
          .rows()
          .forEach(
              row ->
                  text.append(
                      "    { inputs = %s, outputs = %s }\n"
                          .formatted(row.inputs(), row.outputs())));
      text.append("  ]\n}\n");
    }
    return text.toString();
  }
}
