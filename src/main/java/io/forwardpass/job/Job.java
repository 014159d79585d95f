package io.forwardpass.job;

import org.apache.hadoop.conf.Configuration;

/**
 * What a command that takes the options of {@code score} is told.
 *
 * @param options the settings as the command understands them
 * @param settings those of the user and of the model's sidecar
 * @param file the URI of {@code --config}, or empty
 */
record Job(
    ScoreOptions options, Settings settings, Sidecar sidecar, String file, Configuration hadoop) {

  /** Reads the sidecar of the model that the user names. */
  static Job of(Settings user, String file, Configuration hadoop) {
    Sidecar sidecar = Sidecar.of(user, hadoop);
    Settings settings = user.over(sidecar.settings());
    ScoreOptions options = ScoreOptions.of(settings);
    sidecar.checkFeatures(options.features(), settings.place(ScoreOption.FEATURES));
    return new Job(options, settings, sidecar, file, hadoop);
  }

  Sources sources() {
    return new Sources(options, file, hadoop);
  }
}
