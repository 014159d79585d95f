package io.forwardpass.job;

import io.forwardpass.keras.KerasModel;
import io.forwardpass.profile.FeatureProfile;
import io.forwardpass.profile.Profile;
import io.forwardpass.spark.ModelFile;
import io.forwardpass.spark.Scorer;
import io.forwardpass.spark.ScoringStatistics;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One run of {@code profile}: the first pass over the table finds the edges of the bins, the second
 * scores the rows, counts, and throws them away.
 *
 * @param scoring what a run of score would do, as far as the model and the options of the job
 */
record ProfileRun(ScoringRun scoring, Job job) {

  /** The sink of rows that go nowhere. */
  static final String NOTHING = "noop";

  /**
   * Writes the profile.
   *
   * @param added the URI of a profile that this one is added to; empty for none
   */
  void write(ProfileFile place, String added, PrintWriter out) {
    checkFeatures();
    ModelFile file = scoring.modelFile();
    KerasModel read = KerasModel.read(file.content(), file.uri());
    read.warnings().forEach(scoring::warn);
    ModelSummary model = new ModelSummary(file.uri(), read);
    job.sidecar().check(read, job.options().model());
    List<String> labels = scoring.labels(model);
    scoring.checkInput();
    Optional<ReferenceProfile> other =
        added.isEmpty()
            ? Optional.empty()
            : Optional.of(ReferenceProfile.read(added, job.hadoop()));
    job.sidecar().golden().check(read, job.options().model());
    SparkSession spark =
        Session.open(
            "profile",
            job.options().model(),
            job.options().verbose() ? Session.LOUD : Session.QUIET);
    Dataset<Row> table = new InputTable(spark, job.options(), job.settings()).read();
    job.sidecar().check(table);
    Scorer scorer = scoring.scorer(spark, file, model, labels);
    other.ifPresent(
        reference -> {
          reference.check(job.options().features(), scorer.classes());
          reference.otherModel(read.sha256()).ifPresent(scoring::warn);
        });
    Profile profile = wholeFiles(scorer, other, model, table);
    Profile whole = other.map(reference -> reference.with(profile)).orElse(profile);
    if (whole.rows() == 0) {
      throw JobException.emptyProfile();
    }
    place.write(whole);
    print(whole, place, out);
  }

  /** A profile tells its features by their names. */
  private void checkFeatures() {
    Set<String> names = new HashSet<>();
    for (String name : job.options().features()) {
      if (!names.add(name)) {
        throw JobException.repeatedFeature(name);
      }
    }
  }

  /** Counts; once more, without the files that cannot be read, where there are such. */
  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  private Profile wholeFiles(
      Scorer scorer, Optional<ReferenceProfile> other, ModelSummary model, Dataset<Row> table) {
    SkippedFiles skipped = new SkippedFiles(job.options(), scoring::warn);
    try {
      return counted(scorer, other, model, skipped.without(table));
    } catch (Exception e) {
      if (!skipped.look(table, e)) {
        throw e;
      }
      return counted(scorer, other, model, skipped.without(table));
    }
  }

  private Profile counted(
      Scorer scorer, Optional<ReferenceProfile> other, ModelSummary model, Dataset<Row> table) {
    List<List<Float>> edges =
        other.map(reference -> reference.profile().edges()).orElseGet(() -> scorer.edges(table));
    Scorer counting = scorer.histograms(edges);
    new ScoredTable(job.options(), counting)
        .of(table)
        .write()
        .format(NOTHING)
        .mode("overwrite")
        .save();
    ScoringStatistics statistics = counting.statistics();
    if (statistics.notFinite() > 0) {
      scoring.warn(JobException.notFiniteInProfile(statistics.notFinite()));
    }
    return ScoringRun.profile(counting, model, statistics);
  }

  private static void print(Profile profile, ProfileFile place, PrintWriter out) {
    TextTable features =
        new TextTable(List.of("Feature", "Values>", "Nulls>", "Median>", "Mean>", "Bins>"));
    for (FeatureProfile feature : profile.features()) {
      Map<String, Double> quantiles = feature.quantiles();
      features.add(
          List.of(
              feature.name(),
              String.format(Locale.ROOT, "%,d", feature.count()),
              String.format(Locale.ROOT, "%,d", feature.nulls()),
              String.format(Locale.ROOT, "%.4g", quantiles.getOrDefault("0.5", Double.NaN)),
              String.format(Locale.ROOT, "%.4g", feature.mean()),
              String.format(Locale.ROOT, "%,d", feature.counts().size())));
    }
    out.println(features);
    out.printf(Locale.ROOT, "Profile: %s (%,d rows)%n", place.uri(), profile.rows());
    out.flush();
  }
}
