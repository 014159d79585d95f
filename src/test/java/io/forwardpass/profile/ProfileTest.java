package io.forwardpass.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProfileTest {
  private static final List<Float> EDGES = List.of(-1f, 0f, 2.5f);

  private static Profile of(List<Float> values, long yes) {
    return new Profile(
        new Profile.Model("m", "ab".repeat(32)),
        values.size(),
        List.of(Naive.profile("x", values, EDGES)),
        Map.of("yes", yes),
        List.of(0L, yes));
  }

  private static List<Float> draw(long seed, int count) {
    Random random = new Random(seed);
    List<Float> values = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      int kind = random.nextInt(10);
      values.add(
          kind == 0
              ? null
              : kind == 1 ? Float.NaN : kind == 2 ? 1f / 0 : random.nextFloat() * 6 - 3);
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 50", "50, 0", "1, 1", "100, 300"})
  void profilesAddUpToThatOfBothTables(int one, int other) {
    List<Float> first = draw(1, one);
    List<Float> second = draw(2, other);
    List<Float> both = new ArrayList<>(first);
    both.addAll(second);
    Profile merged = of(first, 3).merge(of(second, 4));
    Profile expected = of(both, 7);
    Naive.assertClose(expected.features().get(0), merged.features().get(0));
    assertEquals(expected.classes(), merged.classes());
    assertEquals(expected.confidenceHistogram(), merged.confidenceHistogram());
    assertEquals(expected.rows(), merged.rows());
  }

  @Test
  void profilesOfOtherBinsDoNotAddUp() {
    Profile other = Naive.profile(1, Naive.profile("x", List.of(1f), List.of(1f)));
    Profile another = Naive.profile(1, Naive.profile("x", List.of(1f), List.of(2f)));
    assertEquals(
        "the profile of feature 'x' needs one with the same edges to be merged",
        assertThrows(IllegalArgumentException.class, () -> other.merge(another)).getMessage());
    Profile renamed = Naive.profile(1, Naive.profile("y", List.of(1f), List.of(1f)));
    assertEquals(
        "a profile needs the same features in order to be merged",
        assertThrows(IllegalArgumentException.class, () -> other.merge(renamed)).getMessage());
  }

  @Test
  void quantilesAreReadOffTheBins() {
    FeatureProfile even =
        Naive.profile("x", Arrays.asList(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f), List.of(2f, 4f, 6f));
    assertEquals(4, even.quantiles().get("0.5"), 1e-12);
    assertEquals(2, even.quantiles().get("0.25"), 1e-12);
    assertEquals(6, even.quantiles().get("0.75"), 1e-12);
    assertEquals(Map.of(), Naive.profile("x", List.of(), List.of()).quantiles());
    assertEquals(
        5, Naive.profile("x", List.of(5f, 5f), List.of(5f)).quantiles().get("0.99"), 1e-12);
  }

  @Test
  void jsonIsReadBack() {
    Profile profile = of(draw(3, 100), 5);
    assertEquals(profile, ProfileJson.read(ProfileJson.write(profile)));
    Profile empty = of(List.of(), 0);
    assertEquals(empty, ProfileJson.read(ProfileJson.write(empty)), "with means of nothing");
  }

  private static String refusal(String text) {
    return assertThrows(IllegalArgumentException.class, () -> ProfileJson.read(text)).getMessage();
  }

  @Test
  void whatIsNoProfileIsRefusedByName() {
    String json = ProfileJson.write(of(List.of(1f, 3f), 5));
    assertEquals(
        "it is of version 2, and this Forwardpass reads version 1",
        refusal(json.replace("\"version\" : 1", "\"version\" : 2")));
    assertEquals("it has no 'version'", refusal("{}"));
    assertEquals("it is no JSON, from line 1, column 8 on", refusal("nothing"));
    assertEquals("no 'nulls', at features/0/nulls", refusal(json.replace("\"nulls\"", "\"nils\"")));
    assertEquals(
        "Unrecognized field \"nils\", at features/0/nils",
        refusal(json.replace("\"nulls\" :", "\"nils\" : 1, \"nulls\" :")));
    assertEquals(
        "Cannot deserialize value of type `long` from String \"few\": not a valid `long` value, at rows",
        refusal(json.replaceFirst("\"rows\" : 2", "\"rows\" : \"few\"")));
    assertEquals(
        "the profile of feature 'x' needs as many values as its bins hold",
        refusal(json.replace("\"count\" : 2", "\"count\" : 3")));
    assertEquals(
        "the profile of feature 'x' needs ascending edges",
        refusal(json.replace("[ -1.0, 0.0, 2.5 ]", "[ -1.0, 2.5, 0.0 ]")));
    assertEquals(
        "the profile of feature 'x' needs one bin more than edges",
        refusal(json.replace("[ -1.0, 0.0, 2.5 ]", "[ -1.0, 0.0 ]")));
  }
}
