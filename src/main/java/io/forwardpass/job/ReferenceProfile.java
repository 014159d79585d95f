package io.forwardpass.job;

import io.forwardpass.profile.Drift;
import io.forwardpass.profile.Profile;
import io.forwardpass.profile.ProfileJson;
import io.forwardpass.report.DriftReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A profile that a run is compared with.
 *
 * @param uri where it lies
 */
record ReferenceProfile(String uri, Profile profile) {

  /** Those of ten thousand features are as large. */
  private static final int MOST_MEBIBYTES = 32;

  static ReferenceProfile read(String uri, Configuration hadoop) {
    Place place = Place.of("profile", uri, hadoop);
    if (!place.isFile()) {
      throw JobException.noSuchFile("profile", uri);
    }
    try {
      String text =
          new String(new SmallFile(place, MOST_MEBIBYTES).bytes(), StandardCharsets.UTF_8);
      return new ReferenceProfile(uri, ProfileJson.read(text));
    } catch (IOException e) {
      throw place.inaccessible(e);
    } catch (IllegalArgumentException e) {
      throw JobException.badProfile(uri, e.getMessage());
    }
  }

  /** Throws where it is one of other features or classes. */
  void check(List<String> features, List<String> classes) {
    difference("feature", profile.names(), features)
        .or(() -> difference("class", profile.labels(), classes))
        .ifPresent(
            difference -> {
              throw JobException.profileOfOthers(uri, difference);
            });
  }

  private static Optional<String> difference(String what, List<String> own, List<String> received) {
    for (int index = 0; index < Math.max(own.size(), received.size()); index++) {
      String mine = at(own, index);
      String other = at(received, index);
      if (!mine.equals(other)) {
        return Optional.of(
            "its %s number %s is %s, and the run's is %s".formatted(what, index + 1, mine, other));
      }
    }
    return Optional.empty();
  }

  private static String at(List<String> names, int index) {
    return index < names.size() ? "'%s'".formatted(names.get(index)) : "missing";
  }

  /** A line for the user where another model has made it. */
  Optional<String> otherModel(String sha256) {
    return profile.model().sha256().equals(sha256)
        ? Optional.empty()
        : Optional.of(JobException.profileOfOtherModel(uri, profile.model().sha256(), sha256));
  }

  /** The profile of both tables. */
  Profile with(Profile other) {
    try {
      return profile.merge(other);
    } catch (IllegalArgumentException e) {
      throw JobException.badProfile(uri, e.getMessage());
    }
  }

  /** How far a run of these features and classes is from it. */
  DriftReport drift(Profile run) {
    return new DriftReport(
        uri, profile.model(), profile.rows(), Drift.between(profile, run), run.features());
  }
}
