package io.forwardpass.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs of {@code score} over the sample penguins, two of which have no measurements. */
final class Penguins {
  static final String MODEL = "data-samples/penguins/penguins.keras";
  static final String TABLE = "data-samples/penguins/penguins.parquet";

  private Penguins() {}

  /** Scores them into {@code output}; later options win. */
  static CommandLineRun score(Path output, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "score",
                "--set=model=" + MODEL,
                "--set=input=" + TABLE,
                "--set=output=" + output,
                "--set=features=bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g",
                "--set=labels=Adelie,Chinstrap,Gentoo"));
    args.addAll(List.of(options));
    return CommandLineRun.of(args.toArray(String[]::new));
  }
}
