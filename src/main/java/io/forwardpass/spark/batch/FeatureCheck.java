package io.forwardpass.spark.batch;

import io.forwardpass.nn.Kernels;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;

/** Tells the sound values of one feature from those that are not, and what becomes of these. */
final class FeatureCheck {
  private static final Kernels KERNELS = Kernels.best();

  /** What becomes of a value that is not sound, or of its row. */
  enum Consequence {
    FAIL,
    /** The value stays as it is and is counted. */
    COUNT,
    /** The value is replaced and counted. */
    REPLACE,
    /** The row is kept, with null predictions. */
    UNSCORED,
    DROP,
    QUARANTINE
  }

  private final Expectations expectations;
  private final Map<InvalidReason, Consequence> consequences;
  private final OptionalInt indices;
  private final float least;
  private final float most;
  private final boolean bounded;
  private final float[] allowed;
  private final float sound;

  /**
   * @param indices where the inputs are indices, one more than the largest
   */
  FeatureCheck(Expectations expectations, OnInvalid onInvalid, OptionalInt indices) {
    this.expectations = expectations;
    this.indices = indices;
    this.consequences = new EnumMap<>(InvalidReason.class);
    for (InvalidReason reason : InvalidReason.values()) {
      Policy policy = expectations.policies().get(reason);
      consequences.put(reason, policy == null ? of(onInvalid) : of(policy, reason));
    }
    Range range = expectations.range();
    float lowest = indices.isPresent() ? Math.nextUp(-1f) : -Float.MAX_VALUE;
    float highest =
        indices.isPresent() ? Math.nextDown((float) indices.getAsInt()) : Float.MAX_VALUE;
    this.least = Math.max(lowest, (float) range.min());
    this.most = Math.min(highest, (float) range.max());
    this.bounded = least > -Float.MAX_VALUE || most < Float.MAX_VALUE;
    this.allowed = new float[expectations.allowed().size()];
    for (int index = 0; index < allowed.length; index++) {
      allowed[index] = expectations.allowed().get(index) + 0f; // -0 becomes 0
    }
    Arrays.sort(allowed);
    this.sound = soundValue();
  }

  private static Consequence of(OnInvalid onInvalid) {
    return switch (onInvalid) {
      case FAIL -> Consequence.FAIL;
      case NULL -> Consequence.UNSCORED;
      case DROP -> Consequence.DROP;
      case QUARANTINE -> Consequence.QUARANTINE;
    };
  }

  private static Consequence of(Policy policy, InvalidReason reason) {
    return switch (policy) {
      case FAIL -> Consequence.FAIL;
      case EXPECT -> reason.isNumber() ? Consequence.COUNT : Consequence.UNSCORED;
      case DROP -> Consequence.DROP;
      case QUARANTINE -> Consequence.QUARANTINE;
      case IMPUTE -> Consequence.REPLACE;
    };
  }

  private float soundValue() {
    if (!Float.isNaN(expectations.replacement())) {
      return expectations.replacement();
    }
    float nearest = Math.max(least, Math.min(most, 0f));
    return allowed.length == 0 || contains(nearest) ? nearest : allowed[0];
  }

  /** A value that passes: what replaces another, or stands for one in a row that is not scored. */
  float sound() {
    return sound;
  }

  Consequence consequence(InvalidReason reason) {
    return consequences.get(reason);
  }

  /** Whether the values from {@code from} to {@code to} are sound, found out many at a time. */
  boolean areSound(float[] values, int from, int to) {
    boolean numbers =
        bounded ? KERNELS.within(values, from, to, least, most) : KERNELS.finite(values, from, to);
    return numbers && (allowed.length == 0 || areAllowed(values, from, to));
  }

  private boolean areAllowed(float[] values, int from, int to) {
    for (int index = from; index < to; index++) {
      if (!contains(values[index])) {
        return false;
      }
    }
    return true;
  }

  private boolean contains(float value) {
    return Arrays.binarySearch(allowed, value + 0f) >= 0; // -0 becomes 0
  }

  /**
   * What is wrong with a value; null where nothing is. Indices are truncated toward zero, as Keras
   * does.
   */
  InvalidReason fault(float value) {
    if (!Float.isFinite(value)) {
      return Float.isNaN(value) ? InvalidReason.NAN : InvalidReason.INFINITE;
    } else if (indices.isPresent() && (value <= -1 || value >= indices.getAsInt())) {
      return InvalidReason.INDEX;
    } else if (!expectations.range().contains(value)) {
      return InvalidReason.RANGE;
    }
    return allowed.length == 0 || contains(value) ? null : InvalidReason.VALUE;
  }
}
