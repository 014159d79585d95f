package io.forwardpass.nn;

/** A layer, shape or network that contradicts itself; the message says how, in one line. */
public final class InvalidLayerException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidLayerException(String message) {
    super(message);
  }
}
