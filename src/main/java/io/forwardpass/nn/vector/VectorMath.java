package io.forwardpass.nn.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions of float vectors, right to a few units in the last place over all of their range; NaN
 * gives NaN. Polynomials rather than {@link VectorOperators#EXP} and its kin, which are calls a
 * lane wherever the JDK has no native library for the processor.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // coefficients stand here as published
final class VectorMath {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private static final float LOG2_E = 1.44269504f;

  /** ln 2 in two parts, the first with trailing zeros, so that its multiples are exact. */
  private static final float LN2_HIGH = 0.693359375f;

  private static final float LN2_LOW = -2.12194440e-4f;

  /** 1.5 · 2²³: adding it rounds to an integer, which then stands in the lowest bits. */
  private static final float ROUNDER = 12582912f;

  private VectorMath() {}

  static FloatVector exp(FloatVector x) {
    FloatVector clamped = x.min(89f).max(-104f);
    FloatVector shifted = clamped.fma(broadcast(LOG2_E), broadcast(ROUNDER));
    FloatVector p = expm1OfRemainder(clamped, shifted.sub(ROUNDER)).add(1f);
    // 2ⁿ in two factors: n runs from -150, where results are subnormal, to 128.
    IntVector n = shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUNDER));
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    return p.mul(powerOf2(half)).mul(powerOf2(n.sub(half)));
  }

  /** {@code eˣ − 1} for {@code x ≤ 0}, exact for small {@code x} as well. */
  private static FloatVector expm1OfNegative(FloatVector x) {
    FloatVector clamped = x.max(-30f);
    FloatVector shifted = clamped.fma(broadcast(LOG2_E), broadcast(ROUNDER));
    FloatVector p = expm1OfRemainder(clamped, shifted.sub(ROUNDER));
    FloatVector power = powerOf2(shifted.reinterpretAsInts());
    return p.fma(power, power.sub(1f));
  }

  /** {@code eʳ − 1} of {@code r = x − n · ln 2}, |r| ≤ ln 2 / 2 (Cephes, {@code expf}). */
  private static FloatVector expm1OfRemainder(FloatVector x, FloatVector n) {
    FloatVector r = n.fma(broadcast(-LN2_HIGH), x);
    r = n.fma(broadcast(-LN2_LOW), r);
    FloatVector p = broadcast(1.9875691500e-4f);
    p = p.fma(r, broadcast(1.3981999507e-3f));
    p = p.fma(r, broadcast(8.3334519073e-3f));
    p = p.fma(r, broadcast(4.1665795894e-2f));
    p = p.fma(r, broadcast(1.6666665459e-1f));
    p = p.fma(r, broadcast(5.0000001201e-1f));
    return p.fma(r.mul(r), r);
  }

  /** {@code 2ⁿ} by its exponent bits; only the lowest nine bits of {@code n} count. */
  private static FloatVector powerOf2(IntVector n) {
    return n.lanewise(VectorOperators.LSHL, 23).add(0x3f800000).reinterpretAsFloats();
  }

  /** {@code ln x} for {@code x ≥ 1}: {@code ln(m · 2ⁿ) = n · ln 2 + ln m}. */
  static FloatVector log(FloatVector x) {
    IntVector bits = x.reinterpretAsInts();
    // The exponent of x · √2, so that m lies between √½ and √2.
    IntVector n = bits.sub(0x3f3504f3).lanewise(VectorOperators.ASHR, 23);
    FloatVector m = bits.sub(n.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats();
    FloatVector power = (FloatVector) n.convert(VectorOperators.I2F, 0);
    FloatVector log = log1p(m.sub(1f));
    FloatVector result = power.fma(broadcast(LN2_LOW), log);
    result = power.fma(broadcast(LN2_HIGH), result);
    return result.add(x.sub(x));
  }

  /**
   * {@code ln(1 + y)} for {@code -0.3 ≤ y ≤ 1} as {@code 2 · artanh(s)}, {@code s = y / (2 + y)},
   * by its series.
   */
  private static FloatVector log1p(FloatVector y) {
    FloatVector s = y.div(y.add(2f));
    FloatVector s2 = s.mul(s);
    FloatVector p = broadcast(2f / 15);
    p = p.fma(s2, broadcast(2f / 13));
    p = p.fma(s2, broadcast(2f / 11));
    p = p.fma(s2, broadcast(2f / 9));
    p = p.fma(s2, broadcast(2f / 7));
    p = p.fma(s2, broadcast(2f / 5));
    p = p.fma(s2, broadcast(2f / 3));
    return p.fma(s2.mul(s), s.add(s));
  }

  static FloatVector elu(FloatVector x, float alpha, float scale) {
    VectorMask<Float> positive = x.compare(VectorOperators.GT, 0f);
    FloatVector negative = expm1OfNegative(x.min(0f)).mul(alpha);
    return negative.blend(x, positive).mul(scale);
  }

  static FloatVector sigmoid(FloatVector x) {
    return broadcast(1f).div(exp(x.neg()).add(1f));
  }

  static FloatVector silu(FloatVector x) {
    return x.div(exp(x.neg()).add(1f));
  }

  static FloatVector softplus(FloatVector x) {
    return x.max(0f).add(log1p(exp(x.abs().neg())));
  }

  /** With {@code w = eˣ}: {@code tanh(ln(1 + w)) = w(w + 2) / (w(w + 2) + 2)}, 1 beyond 20. */
  static FloatVector mish(FloatVector x) {
    FloatVector w = exp(x.min(20f));
    FloatVector n = w.mul(w.add(2f));
    return x.mul(n.div(n.add(2f)));
  }

  /** With {@code t = e^(−2|x|) − 1}: {@code tanh |x| = −t / (t + 2)}. */
  static FloatVector tanh(FloatVector x) {
    FloatVector t = expm1OfNegative(x.abs().mul(-2f));
    FloatVector magnitude = t.neg().div(t.add(2f));
    IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
    return magnitude.reinterpretAsInts().lanewise(VectorOperators.OR, sign).reinterpretAsFloats();
  }

  static FloatVector gelu(FloatVector x) {
    FloatVector half = x.mul(0.5f);
    return erf(x.mul(0.70710678f)).fma(half, half);
  }

  /**
   * A rational approximation with an error below 2e-7 (Eigen, {@code generic_fast_erf_float}), and
   * without one from 4 on either side.
   */
  private static FloatVector erf(FloatVector x) {
    FloatVector t = x.min(4f).max(-4f);
    FloatVector s = t.mul(t);
    FloatVector p = broadcast(-2.72614225801306e-10f);
    p = p.fma(s, broadcast(2.77068142495902e-08f));
    p = p.fma(s, broadcast(-2.10102402082508e-06f));
    p = p.fma(s, broadcast(-5.69250639462346e-05f));
    p = p.fma(s, broadcast(-7.34990630326855e-04f));
    p = p.fma(s, broadcast(-2.95459980854025e-03f));
    p = p.fma(s, broadcast(-1.60960333262415e-02f));
    FloatVector q = broadcast(-1.45660718464996e-05f);
    q = q.fma(s, broadcast(-2.13374055278905e-04f));
    q = q.fma(s, broadcast(-1.68282697438203e-03f));
    q = q.fma(s, broadcast(-7.37332916720468e-03f));
    q = q.fma(s, broadcast(-1.42647390514189e-02f));
    return t.mul(p).div(q);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
