package io.forwardpass.nn;

/** What {@code UpSampling2D} puts between the cells. */
public enum Interpolation {
  NEAREST,
  BILINEAR
}
