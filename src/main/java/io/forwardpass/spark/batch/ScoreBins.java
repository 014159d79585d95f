package io.forwardpass.spark.batch;

import java.io.Serializable;

/**
 * Bins over the probabilities from 0 to 1 that are the narrower the nearer they are to either end,
 * where confident models put their scores: each halving of the distance to the end, 16 times over,
 * has as many bins of equal width.
 *
 * <p>The bin of a number is read off its exponent and first digits, as an HDR histogram does.
 */
public final class ScoreBins implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int HALVINGS = 16;

  /** The binary digits behind the first that tell numbers apart, and for how many classes. */
  private static final int DIGITS = 5;

  private static final int MOST_CLASSES = 100;

  /** Bits of a float behind the exponent. */
  private static final int MANTISSA = 23;

  /** What 2 to the power of minus 17, the end of the last halving of a half, has as bits. */
  private static final int LEAST_BITS = Float.floatToRawIntBits(0x1p-17f);

  private final int shift;
  private final int half;

  private ScoreBins(int shift, int half) {
    this.shift = shift;
    this.half = half;
  }

  /**
   * The bins for that many classes: 1,024 for up to 100, and half as many each time that the
   * classes double, so that what a task counts stays small; none for more than 1,600.
   */
  public static ScoreBins forClasses(int classes) {
    int digits = DIGITS;
    while (digits > 0 && classes > MOST_CLASSES << (DIGITS - digits)) {
      digits--;
    }
    return new ScoreBins(MANTISSA - digits, digits == 0 ? 0 : HALVINGS << digits);
  }

  /** How many there are. */
  public int count() {
    return 2 * half;
  }

  /** The bin of a probability. */
  int bin(float probability) {
    return probability < 0.5f
        ? step(probability)
        : 2 * half - 1 - Math.min(step(1f - probability), half - 1);
  }

  /** Of a distance of up to a half from an end. */
  private int step(float distance) {
    return distance > 0
        ? Math.max((Float.floatToRawIntBits(distance) - LEAST_BITS) >> shift, 0)
        : 0;
  }

  /** Where a bin starts; the last ends at 1. */
  public double start(int bin) {
    if (bin == 0) {
      return 0;
    }
    return bin < half ? distance(bin) : 1 - distance(2 * half - bin);
  }

  private double distance(int step) {
    return Float.intBitsToFloat(LEAST_BITS + (step << shift));
  }
}
