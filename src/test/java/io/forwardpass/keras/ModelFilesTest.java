package io.forwardpass.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that are several files compute what the same model computes as one. */
class ModelFilesTest {
  private static final String CNN = "Sequential/small-cnn";

  private static Map<String, byte[]> members(String golden) {
    return ArchiveFile.of(Golden.of(golden).bytes()).members();
  }

  /** As {@code model.to_json()} and {@code model.save_weights()} write them. */
  private static byte[] apart(String golden) {
    Map<String, byte[]> members = members(golden);
    return ModelFiles.of(members.get(ArchiveFile.CONFIG), members.get(ArchiveFile.WEIGHTS));
  }

  private static void assertSameNumbers(Golden golden, byte[] file) {
    float[] inputs = golden.inputs().values();
    assertArrayEquals(
        KerasModel.read(golden.bytes(), "one").network().forward(inputs),
        KerasModel.read(file, "several").network().forward(inputs));
  }

  @Test
  void aFolderIsWhatKerasWouldHaveZipped() {
    assertSameNumbers(Golden.of(CNN), ModelFiles.zipped(members(CNN)));
    assertEquals(".keras", KerasModel.read(ModelFiles.zipped(members(CNN)), "x").format());
  }

  @ParameterizedTest
  @ValueSource(strings = {CNN, "LSTM/stacked", "Bidirectional/lstm-sequences", "Dense/rank-2"})
  void anArchitectureTakesItsWeights(String golden) {
    assertSameNumbers(Golden.of(golden), apart(golden));
    assertEquals("architecture and weights", KerasModel.read(apart(golden), "x").format());
  }

  /** Keras 2's JSON and the weights in a whole file of it. */
  @Test
  void anArchitectureTakesTheWeightsOfAWholeFile() {
    Golden golden = Golden.of("Sequential/usual-stack-tf-keras-2.21.0-h5");
    Hdf5Group root = Hdf5Group.root(ByteBuffer.wrap(golden.bytes()), new Place("x"));
    byte[] config = root.string("model_config").orElseThrow().getBytes(StandardCharsets.UTF_8);
    byte[] file = ModelFiles.of(config, golden.bytes());
    assertSameNumbers(golden, file);
    assertEquals("2.21.0", KerasModel.read(file, "x").kerasVersion());
  }

  /** {@code json.dump(model.to_json(), file)} encodes a text that is JSON already. */
  @Test
  void anArchitectureMayBeEncodedTwice() throws IOException {
    byte[] config = members(CNN).get(ArchiveFile.CONFIG);
    String text = new String(config, StandardCharsets.UTF_8);
    byte[] twice = JsonMapper.builder().build().writeValueAsBytes(text);
    byte[] weights = members(CNN).get(ArchiveFile.WEIGHTS);
    assertSameNumbers(Golden.of(CNN), ModelFiles.of(twice, weights));
    byte[] more = JsonMapper.builder().build().writeValueAsBytes("\"" + text);
    assertRefused(
        "x: the architecture is no JSON, as model.to_json() writes it; a whole model has its weights in it and needs no others",
        ModelFiles.of(more, weights));
    assertRefused(
        "x: the file is JSON, such as model.to_json() writes: at best an architecture without weights; give those with --weights, or save the model in Python with model.save(\"model.keras\")",
        twice);
  }

  /** Theano convolves where TensorFlow correlates; what the user says wins over the file. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Conv1D/keras-1-theano-tf-keras-2.21.0-h5",
        "Conv2D/keras-1-theano-tf-keras-2.21.0-h5",
        "Conv2DTranspose/keras-1-theano-tf-keras-2.21.0-h5"
      })
  void theBackendIsGuessedOrSaid(String name) {
    Golden golden = Golden.of(name);
    assertEquals(
        List.of(
            "x: the file does not say what computed its convolutions; the names of its weights are Theano's, not TensorFlow's, so that their kernels are turned by half; say theano or tensorflow (--model-backend) to have it so or not"),
        KerasModel.read(golden.bytes(), "x").warnings());
    byte[] theano = ModelFiles.computedBy(golden.bytes(), ModelBackend.THEANO);
    assertSameNumbers(golden, theano);
    assertEquals(List.of(), KerasModel.read(theano, "x").warnings());
    byte[] tensorflow = ModelFiles.computedBy(golden.bytes(), ModelBackend.TENSORFLOW);
    KerasModel other = KerasModel.read(tensorflow, "x");
    assertEquals(List.of(), other.warnings());
    float[] inputs = golden.inputs().values();
    assertFalse(
        Arrays.equals(
            KerasModel.read(theano, "x").network().forward(inputs),
            other.network().forward(inputs)));
    assertNotEquals(KerasModel.read(theano, "x").sha256(), other.sha256());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Conv2D/keras-1-th-tf-keras-2.21.0-h5",
        "Conv2D/keras-2-theano-tf-keras-2.21.0-h5",
        "Sequential/keras-1-theano-tf-keras-2.21.0-h5"
      })
  void whatTheFileDecidesIsNoGuess(String name) {
    assertEquals(List.of(), KerasModel.read(Golden.of(name).bytes(), "x").warnings());
  }

  @Test
  void whatNeverRanOnTheanoIsNotSaidToHave() {
    assertRefused(
        "x: it was written by Keras 3.15.1, which never computed with theano; leave the model's backend to the file",
        ModelFiles.computedBy(Golden.of(CNN).bytes(), ModelBackend.THEANO));
  }

  @Test
  void theSameFilesGiveTheSameBytes() {
    assertArrayEquals(apart(CNN), apart(CNN));
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() {
    byte[] weights = members(CNN).get(ArchiveFile.WEIGHTS);
    byte[] config = members(CNN).get(ArchiveFile.CONFIG);
    assertRefused(
        "x: the architecture is no JSON, as model.to_json() writes it; a whole model has its weights in it and needs no others",
        ModelFiles.of("layers: 3".getBytes(StandardCharsets.UTF_8), weights));
    assertRefused(
        "x: the weights are a whole .keras file; give it as the model, without the architecture",
        ModelFiles.of(config, Golden.of(CNN).bytes()));
    assertRefused(
        "x: the weights: the file is empty; copy or save the file again",
        ModelFiles.of(config, new byte[0]));
    assertRefused(
        "x: the weight 'kernel' of layer 'dense' (Dense) has shape (18, 3) in '/layers/dense/vars/0'; the architecture needs (7, 3); save the model again with Keras",
        ModelFiles.of(members("Dense/rank-2").get(ArchiveFile.CONFIG), weights));
  }

  private static void assertRefused(String message, byte[] file) {
    assertEquals(
        message,
        assertThrows(InvalidModelException.class, () -> KerasModel.read(file, "x")).getMessage());
  }
}
