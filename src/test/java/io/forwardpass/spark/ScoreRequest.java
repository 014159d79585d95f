package io.forwardpass.spark;

import io.forwardpass.spark.batch.OnInvalid;
import java.io.IOException;
import java.util.List;

/**
 * What every door to scoring takes, for {@link ScoringContract}.
 *
 * @param batchSize 0 for the default
 */
public record ScoreRequest(
    String model,
    List<String> features,
    List<String> labels,
    OnInvalid onInvalid,
    Probabilities probabilities,
    int batchSize) {

  static ScoreRequest animals() {
    return new ScoreRequest(
        Animals.MODEL, Animals.FEATURES, Animals.LABELS, OnInvalid.FAIL, Probabilities.COLUMNS, 0);
  }

  ScoreRequest features(List<String> changed) {
    return new ScoreRequest(model, changed, labels, onInvalid, probabilities, batchSize);
  }

  ScoreRequest onInvalid(OnInvalid changed) {
    return new ScoreRequest(model, features, labels, changed, probabilities, batchSize);
  }

  ScoreRequest probabilities(Probabilities changed) {
    return new ScoreRequest(model, features, labels, onInvalid, changed, batchSize);
  }

  ScoreRequest batchSize(int changed) {
    return new ScoreRequest(model, features, labels, onInvalid, probabilities, changed);
  }

  /** A scorer with these options. */
  public Scorer scorer() throws IOException {
    Scorer scorer =
        Scorer.load(LocalSpark.session(), model)
            .features(features)
            .labels(labels)
            .onInvalid(onInvalid)
            .probabilities(probabilities);
    return batchSize > 0 ? scorer.batchSize(batchSize) : scorer;
  }
}
