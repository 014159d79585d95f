package io.forwardpass.spark.batch;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the values of a feature are expected to be, and what becomes of those that are not. Reasons
 * without a policy are left to {@link OnInvalid}.
 *
 * @param policies by what is wrong with a value
 * @param range outside of which a value is {@link InvalidReason#RANGE}
 * @param allowed where there are some, all other values are {@link InvalidReason#VALUE}
 * @param replacement of what {@link Policy#IMPUTE} replaces; NaN where nothing is
 */
public record Expectations(
    Map<InvalidReason, Policy> policies, Range range, List<Float> allowed, float replacement)
    implements Serializable {

  private static final Set<InvalidReason> EXPECTED =
      EnumSet.of(
          InvalidReason.NULL,
          InvalidReason.NAN,
          InvalidReason.INFINITE,
          InvalidReason.RANGE,
          InvalidReason.VALUE);

  /** Any number that can be scored. */
  public static final Expectations NONE =
      new Expectations(Map.of(), Range.ANY, List.of(), Float.NaN);

  /**
   * @throws IllegalArgumentException if they contradict one another; the message says how
   */
  public Expectations {
    policies = Map.copyOf(policies);
    allowed = List.copyOf(allowed);
    if (!EXPECTED.containsAll(policies.keySet())) {
      throw new IllegalArgumentException("expectations are about " + EXPECTED);
    }
    Range within = range;
    if (allowed.stream().anyMatch(value -> !Float.isFinite(value) || !within.contains(value))) {
      throw new IllegalArgumentException(
          "an allowed value is no finite number, or lies outside the range " + range);
    }
    boolean imputes = policies.containsValue(Policy.IMPUTE);
    if (imputes && !Float.isFinite(replacement)) {
      throw new IllegalArgumentException("there is no finite number to impute");
    } else if (!imputes && !Float.isNaN(replacement)) {
      throw new IllegalArgumentException("there is a number to impute, and nothing imputes it");
    } else if (imputes && !range.contains(replacement)) {
      throw new IllegalArgumentException(
          "the number to impute, %s, lies outside the range %s".formatted(replacement, range));
    } else if (imputes && !allowed.isEmpty() && !allowed.contains(replacement)) {
      throw new IllegalArgumentException(
          "the number to impute, %s, is none of the allowed values %s"
              .formatted(replacement, allowed));
    }
  }

  /** Of values in a range; what lies outside is left to {@link OnInvalid}. */
  public static Expectations within(Range range) {
    return new Expectations(Map.of(), range, List.of(), Float.NaN);
  }
}
