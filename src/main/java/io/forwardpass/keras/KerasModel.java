package io.forwardpass.keras;

import io.forwardpass.nn.Sequential;

/**
 * What a Keras model file holds.
 *
 * @param network the layers with their weights
 * @param kerasVersion as the file records it, {@code "unknown"} where it does not
 * @param format how the file is written, for people: {@code .keras}, {@code legacy HDF5}
 * @param sha256 of the file's bytes, in lower-case hexadecimal
 * @param bytes the file's length
 */
public record KerasModel(
    Sequential network, String kerasVersion, String format, String sha256, long bytes) {

  /**
   * Reads a model by its content; the file's name is not looked at.
   *
   * @param place where the file came from, for messages
   * @throws InvalidModelException if the file contradicts itself or its format
   * @throws UnsupportedModelException if it is sound but holds something outside our scope; all of
   *     it is named
   */
  public static KerasModel read(byte[] file, String place) {
    if (file.length == 0) {
      throw new InvalidModelException(place + " is empty");
    }
    throw new UnsupportedModelException(place, java.util.List.of("no format is read yet"));
  }
}
