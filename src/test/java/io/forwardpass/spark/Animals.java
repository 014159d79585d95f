package io.forwardpass.spark;

import java.util.List;

/** The sample model with eight features and four classes, and its table. */
public final class Animals {
  public static final String MODEL = "data-samples/animals/animals.keras";
  public static final String TABLE = "data-samples/animals/animals.parquet";
  public static final String EXPECTED = "data-samples/animals/expected.parquet";
  public static final List<String> FEATURES =
      List.of(
          "weight_kg",
          "height_cm",
          "ear_length_cm",
          "tail_length_cm",
          "leg_length_cm",
          "fur_length_cm",
          "neck_length_cm",
          "top_speed_kmh");
  public static final List<String> LABELS = List.of("cat", "dog", "llama", "lizard");

  private Animals() {}
}
