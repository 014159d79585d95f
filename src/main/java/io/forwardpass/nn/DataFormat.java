package io.forwardpass.nn;

/** Where the channel axis stands: last, or right behind the batch axis. */
public enum DataFormat {
  CHANNELS_LAST,
  CHANNELS_FIRST
}
