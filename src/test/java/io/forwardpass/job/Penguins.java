package io.forwardpass.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs of {@code score} over the sample penguins, two of which have no measurements. */
final class Penguins {
  static final String MODEL = "data-samples/penguins/penguins.keras";
  static final String TABLE = "data-samples/penguins/penguins.parquet";
  static final String FEATURES = "bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g";

  private Penguins() {}

  /** Scores them into {@code output}; later options win. */
  static CommandLineRun score(Path output, String... options) {
    return score(output.toString(), List.of(), options);
  }

  /** The same with {@code settings}, each {@code --set key=value}, that options win over too. */
  static CommandLineRun score(String output, List<String> settings, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "score",
                "--set=model=" + MODEL,
                "--set=input=" + TABLE,
                "--set=output=" + output,
                "--set=features=" + FEATURES,
                "--set=labels=Adelie,Chinstrap,Gentoo"));
    settings.forEach(setting -> args.add("--set=" + setting));
    args.addAll(List.of(options));
    return CommandLineRun.of(args.toArray(String[]::new));
  }
}
