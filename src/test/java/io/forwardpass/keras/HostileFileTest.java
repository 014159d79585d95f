package io.forwardpass.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jhdf.exceptions.HdfException;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are made to hang a reader, to fill its memory or to lead it elsewhere. */
@Timeout(20)
class HostileFileTest {
  private static final String DAMAGED =
      "model: group '/' cannot be read: the HDF5 structure is damaged; copy or save the file again";

  private static ByteBuffer hdf5() {
    return ByteBuffer.wrap(Golden.of("Sequential/usual-stack-h5").bytes())
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ArchiveFile archive() {
    return ArchiveFile.of(Golden.of("Sequential/usual-stack").bytes());
  }

  /** Every place where those four letters stand. */
  private static List<Integer> find(ByteBuffer file, String signature) {
    int wanted =
        ByteBuffer.wrap(signature.getBytes(StandardCharsets.US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getInt();
    List<Integer> found = new ArrayList<>();
    for (int at = 0; at + 4 <= file.capacity(); at++) {
      if (file.getInt(at) == wanted) {
        found.add(at);
      }
    }
    return found;
  }

  private static String refusal(ByteBuffer file) {
    byte[] bytes = new byte[file.capacity()];
    file.get(0, bytes);
    return refusal(bytes);
  }

  private static String refusal(byte[] file) {
    return assertThrows(InvalidModelException.class, () -> KerasModel.read(file, "model"))
        .getMessage();
  }

  /** HDF5 file format, III.A.1: level at 5, first child at 32. */
  @Test
  void aTreeThatIsItsOwnChildEnds() {
    ByteBuffer file = hdf5();
    for (int tree : find(file, "TREE")) {
      file.put(tree + 5, (byte) 1);
      file.putLong(tree + 32, tree);
    }
    assertEquals(DAMAGED, refusal(file));
  }

  /** A node that names itself over and over: each level multiplies the work. */
  @Test
  void aTreeThatBranchesIntoItselfEnds() {
    ByteBuffer file = hdf5();
    for (int tree : find(file, "TREE")) {
      file.put(tree + 5, (byte) 1);
      file.putShort(tree + 6, (short) 16);
      for (int child = 0; child < 16; child++) {
        file.putLong(tree + 32 + 16 * child, tree);
      }
    }
    assertEquals(DAMAGED, refusal(file));
  }

  @Test
  void aGroupThatListsOneNodeOftenEnds() {
    ByteBuffer file = hdf5();
    for (int tree : find(file, "TREE")) {
      file.putShort(tree + 6, (short) 16);
      for (int child = 1; child < 16; child++) {
        file.putLong(tree + 32 + 16 * child, file.getLong(tree + 32));
      }
    }
    assertEquals(DAMAGED, refusal(file));
  }

  @Test
  void aGroupThatContainsItsParentIsNotEntered() {
    ByteBuffer file = hdf5();
    // The root's symbol table entry stands in the superblock: its header's address is at 64.
    long root = file.getLong(64);
    for (int node : find(file, "SNOD")) {
      int entries = file.getShort(node + 6);
      for (int entry = 0; entry < entries; entry++) {
        file.putLong(node + 8 + 40 * entry + 8, root);
      }
    }
    assertEquals(
        "model: group '/model_weights' has no attribute 'layer_names'; save the model again with Keras",
        refusal(file));
  }

  /** Deflate makes a thousand bytes of one. */
  @Test
  void aChunkThatGrowsBeyondItsSizeIsStopped() {
    Deflater deflater = new Deflater();
    deflater.setInput(new byte[10_000_000]);
    deflater.finish();
    byte[] bomb = new byte[100_000];
    int size = deflater.deflate(bomb);
    deflater.end();
    Hdf5Filters filters =
        new Hdf5Filters(List.of(new FilterInfo(1, "deflate", false, new int[] {6})), 4096, 4);
    byte[] stored = Arrays.copyOf(bomb, size);
    assertThrows(HdfException.class, () -> filters.decode(stored, new BitSet()));
  }

  @Test
  void aMemberThatGrowsBeyondItsSizeIsStopped() {
    byte[] file = archive().with(ArchiveFile.CONFIG, new byte[20_000_000]).bytes();
    assertEquals(
        "model: member 'config.json' declares 20000000 bytes; at most 8388608 are allowed in a file of this size; save the model again with Keras",
        refusal(file));
    // The same, but the directory says that it is small: its size stands 24 bytes into its entry.
    ByteBuffer lying = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int entry = find(lying, "PK\u0001\u0002").get(1);
    lying.putInt(entry + 24, 1000);
    assertEquals(
        "model: member 'config.json' of the zip archive is damaged: its bytes do not match the directory; copy or save the file again",
        refusal(lying));
  }

  @Test
  void manySmallObjectsInTheArchitectureAreStopped() {
    String objects = String.join(",", Collections.nCopies(1_000_000, "{}"));
    byte[] file =
        archive()
            .withConfig(
                config ->
                    config.replaceFirst("\"trainable\"", "\"x\": [" + objects + "], \"trainable\""))
            .bytes();
    assertEquals(
        "model: config.json has more than 500000 JSON tokens; no model that is supported needs as many",
        refusal(file));
  }

  @Test
  void anInputOfManyAxesIsRefused() {
    String axes = String.join(",", Collections.nCopies(1000, "1"));
    byte[] file =
        archive().withConfig(config -> config.replace("[null, 5]", "[null, " + axes + "]")).bytes();
    UnsupportedModelException refused =
        assertThrows(UnsupportedModelException.class, () -> KerasModel.read(file, "model"));
    assertEquals(
        "model cannot be scored: its input has 1001 axes; at most 64 are supported",
        refused.getMessage());
  }

  @Test
  void namesFromTheFileCannotBreakTheLine() {
    byte[] file =
        archive()
            .withConfig(config -> config.replace("\"Dropout\"", "\"Drop\\nout\\u2028\\u001b[31m\""))
            .bytes();
    UnsupportedModelException refused =
        assertThrows(UnsupportedModelException.class, () -> KerasModel.read(file, "model"));
    assertEquals(
        "model cannot be scored: layer 'dropout' (Drop?out??[31m) is not supported",
        refused.getMessage());
  }

  /** As a Python program that writes to a pipe makes them: sizes stand behind the data only. */
  @Test
  void anArchiveWrittenToAStreamIsRead() {
    KerasModel model = KerasModel.read(archive().bytes(), "model");
    assertEquals("3.15.1", model.kerasVersion());
  }

  @Test
  void anArchiveBehindOtherBytesIsRefused() {
    byte[] file = archive().bytes();
    ByteBuffer shifted = ByteBuffer.allocate(file.length + 4).putInt(0x504b0304).put(file);
    assertEquals(
        "model: the zip archive is truncated or damaged: its directory does not fit the file; copy or save the file again",
        refusal(shifted));
  }

  @Test
  void missingMetadataIsNamed() {
    assertEquals(
        "model: the zip archive has no member 'metadata.json'; a Keras archive holds metadata.json, config.json and model.weights.h5; save the model in Python with model.save(\"model.keras\")",
        refusal(archive().without(ArchiveFile.METADATA).bytes()));
  }

  /** What overflowed in a run of the fuzzer, and its kin. */
  @ParameterizedTest
  @CsvSource({
    "UpSampling2D/bilinear-one-cell, '\"size\": [^]]*]', '\"size\": [2147483647, 2147483647]'",
    "LSTM/last-step, '\"units\": \\d+', '\"units\": 2000000000'",
    "SeparableConv2D/valid, '\"depth_multiplier\": \\d+', '\"depth_multiplier\": 2000000000'",
    "DepthwiseConv1D/dilation, '\"batch_shape\": [^]]*]', '\"batch_shape\": [null, 9, 2147483647]'",
    "Conv2DTranspose/valid-strides-2, '\"strides\": [^]]*]', '\"strides\": [16777216, 16777216]'",
  })
  void sizesThatOverflowAreRefused(String golden, String option, String changed) {
    byte[] file =
        ArchiveFile.of(Golden.of(golden).bytes())
            .withConfig(config -> config.replaceAll(option, changed))
            .bytes();
    assertThrows(InvalidModelException.class, () -> KerasModel.read(file, "huge"));
  }
}
