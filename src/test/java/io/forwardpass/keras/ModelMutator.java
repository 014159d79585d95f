package io.forwardpass.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A good model file, of which mutants are made. */
final class ModelMutator {
  /** What stands before the parts of an HDF5 file, and names of attributes and groups. */
  private static final List<String> MARKS =
      List.of(
          "TREE",
          "SNOD",
          "HEAP",
          "GCOL",
          "OHDR",
          "OCHK",
          "FRHP",
          "BTHD",
          "FHDB",
          "FADB",
          "layer_names",
          "weight_names",
          "keras_version",
          "backend",
          "model_config",
          "model_weights",
          "vars",
          "layers",
          "name",
          "kernel",
          "bias");

  /** What is changed. */
  enum Kind {
    /** Any byte of the file. */
    BYTES,
    /** Bytes of the weights, behind checksums that fit. */
    WEIGHTS,
    /** Bytes near the marks and names in the HDF5 structure: headers, trees, attributes. */
    HDF5,
    /** Bytes of the architecture, behind checksums that fit. */
    ARCHITECTURE,
    /** The architecture's structure as JSON. */
    STRUCTURE
  }

  private final byte[] file;
  private final Optional<ArchiveFile> archive;
  private final byte[] hdf5;
  private final List<Integer> marks = new ArrayList<>();
  private final JsonNode architecture;
  private final int architectureAt;
  private final int architectureLength;

  ModelMutator(Golden golden) {
    file = golden.bytes();
    boolean isArchive = file[0] == 'P';
    archive = isArchive ? Optional.of(ArchiveFile.of(file)) : Optional.empty();
    hdf5 = isArchive ? archive.orElseThrow().members().get(ArchiveFile.WEIGHTS) : file;
    MARKS.forEach(this::findMarks);
    String text =
        isArchive
            ? new String(
                archive.orElseThrow().members().get(ArchiveFile.CONFIG), StandardCharsets.UTF_8)
            : Hdf5Group.root(ByteBuffer.wrap(file), new Place(golden.name()))
                .string("model_config")
                .orElseThrow();
    architecture = JsonMutator.parse(text);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    architectureAt = isArchive ? 0 : indexOf(file, bytes, 0);
    architectureLength = bytes.length;
  }

  private void findMarks(String mark) {
    byte[] bytes = mark.getBytes(StandardCharsets.US_ASCII);
    int at = indexOf(hdf5, bytes, 0);
    while (at >= 0) {
      marks.add(at);
      at = indexOf(hdf5, bytes, at + 1);
    }
  }

  private static int indexOf(byte[] all, byte[] part, int from) {
    for (int at = from; at + part.length <= all.length; at++) {
      if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    return -1;
  }

  byte[] mutant(Kind kind, Random random) {
    return switch (kind) {
      case BYTES -> changed(file, 0, file.length, random);
      case WEIGHTS -> withWeights(changed(hdf5, 0, hdf5.length, random));
      case HDF5 -> {
        int at = marks.get(random.nextInt(marks.size()));
        yield withWeights(changed(hdf5, at, Math.min(hdf5.length, at + 96), random));
      }
      case ARCHITECTURE ->
          archive
              .map(
                  members -> {
                    byte[] config = members.members().get(ArchiveFile.CONFIG);
                    return members
                        .with(ArchiveFile.CONFIG, changed(config, 0, config.length, random))
                        .bytes();
                  })
              .orElseGet(
                  () -> changed(file, architectureAt, architectureAt + architectureLength, random));
      case STRUCTURE ->
          withArchitecture(
              new JsonMutator(random).mutant(architecture).getBytes(StandardCharsets.UTF_8));
    };
  }

  private byte[] withWeights(byte[] weights) {
    return archive
        .map(members -> members.with(ArchiveFile.WEIGHTS, weights).bytes())
        .orElse(weights);
  }

  /** In HDF5 over the old one, filled up with spaces; what is longer is cut off. */
  private byte[] withArchitecture(byte[] json) {
    if (archive.isPresent()) {
      return archive.get().with(ArchiveFile.CONFIG, json).bytes();
    }
    byte[] changed = file.clone();
    Arrays.fill(changed, architectureAt, architectureAt + architectureLength, (byte) ' ');
    int length = Math.min(json.length, architectureLength);
    System.arraycopy(json, 0, changed, architectureAt, length);
    return changed;
  }

  /**
   * One to four changes between two places: a byte, an address or a piece that is another's, zeros
   * or ones.
   */
  private static byte[] changed(byte[] good, int first, int end, Random random) {
    byte[] bytes = good.clone();
    int changes = 1 + random.nextInt(4);
    for (int change = 0; change < changes; change++) {
      int at = Math.min(first + random.nextInt(end - first), bytes.length - 8);
      int from = random.nextInt(bytes.length - 8);
      switch (random.nextInt(8)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> System.arraycopy(good, from & ~7, bytes, at & ~7, 8);
        case 3 -> System.arraycopy(good, from, bytes, at, 8);
        case 4 -> Arrays.fill(bytes, at, at + 1 + random.nextInt(8), (byte) 0);
        case 5 -> Arrays.fill(bytes, at, at + 1 + random.nextInt(8), (byte) 0xff);
        case 6 -> bytes[at]--;
        default -> bytes[at]++;
      }
    }
    return bytes;
  }
}
