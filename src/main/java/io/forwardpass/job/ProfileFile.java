package io.forwardpass.job;

import io.forwardpass.profile.Profile;
import io.forwardpass.profile.ProfileJson;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** Where a profile is to be written, whole or not at all. */
record ProfileFile(String uri, Configuration hadoop) {

  private Place place() {
    return Place.of("profile", uri, hadoop);
  }

  /**
   * Throws where it would replace what it must not.
   *
   * @param overwrite whether an older profile may be replaced, and nothing else
   */
  void check(Sources sources, boolean overwrite) {
    sources.keepOffProfile(place());
    if (place().exists()) {
      if (!place().isFile()) {
        throw JobException.profileIsFolder(uri);
      } else if (!overwrite) {
        throw JobException.profileExists(uri);
      }
      ReferenceProfile.read(uri, hadoop);
    }
    place().checkParent();
  }

  void write(Profile profile) {
    try {
      FreshFile.write(place().withoutChecksums(), place().path(), ProfileJson.write(profile))
          .putInPlace();
    } catch (IOException e) {
      throw JobException.notWritten("profile", uri, e);
    }
  }
}
