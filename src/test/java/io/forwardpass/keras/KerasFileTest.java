package io.forwardpass.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.nn.Activation;
import io.forwardpass.nn.Bidirectional;
import io.forwardpass.nn.Bidirectional.MaskedSteps;
import io.forwardpass.nn.Cropping;
import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.GroupNormalization;
import io.forwardpass.nn.InferenceIdentity;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.LayerNormalization;
import io.forwardpass.nn.Masking;
import io.forwardpass.nn.MergeMode;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Recurrent;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.SimpleRNN;
import io.forwardpass.nn.SimpleRNNCell;
import io.forwardpass.nn.Tensor;
import io.forwardpass.nn.layers.Dense;
import io.forwardpass.nn.layers.Dropout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KerasFileTest {
  private static final Sequential LESSON =
      Sequential.of(
          Dense.of(3).inputShape(2).activation("relu"),
          Dropout.of(0.25),
          Dense.of(2).activation("softmax"));

  @Test
  void fileReadsBackEqual(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("lesson.keras");
    KerasFile.write(LESSON, file);
    KerasModel model = KerasModel.read(Files.readAllBytes(file), "lesson.keras");
    assertEquals("3.15.1", model.kerasVersion());
    assertEquals(LESSON.summary(), model.network().summary());
    assertEquals(LESSON.identities(), model.network().identities());
    assertArrayEquals(LESSON.forward(1, 2, -3, 4), model.network().forward(1, 2, -3, 4));
  }

  /** Keras stores its members in this order, uncompressed. */
  @Test
  void archiveIsLikeThoseOfKeras() throws IOException {
    List<String> members = new ArrayList<>();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(KerasFile.bytes(LESSON)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        members.add(entry.getName());
        assertEquals(ZipEntry.STORED, entry.getMethod());
      }
    }
    assertEquals(List.of("metadata.json", "config.json", "model.weights.h5"), members);
  }

  @Test
  void architectureSaysWhatKerasNeeds() throws IOException {
    byte[] config = ArchiveFile.of(KerasFile.bytes(LESSON)).members().get(ArchiveFile.CONFIG);
    assertEquals(
        """
        {"module":"keras","class_name":"Sequential","config":{"name":"sequential","layers":[\
        {"module":"keras.layers","class_name":"InputLayer","config":{"name":"input_layer",\
        "dtype":"float32","batch_shape":[null,2]},"registered_name":null},\
        {"module":"keras.layers","class_name":"Dense","config":{"name":"dense",\
        "dtype":"float32","units":3,"activation":"relu","use_bias":true},"registered_name":null},\
        {"module":"keras.layers","class_name":"Dropout","config":{"name":"dropout",\
        "dtype":"float32","rate":0.25},"registered_name":null},\
        {"module":"keras.layers","class_name":"Dense","config":{"name":"dense_1",\
        "dtype":"float32","units":2,"activation":"softmax","use_bias":true},\
        "registered_name":null}]},"registered_name":null}\
        """,
        new String(config, StandardCharsets.UTF_8));
  }

  static Stream<Class<?>> records() {
    return leaves(Layer.class).distinct();
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(KerasFileTest::leaves)
        : Stream.of(type);
  }

  @ParameterizedTest
  @MethodSource("records")
  void everyRecordIsWritten(Class<?> type) {
    assertTrue(LayerWriters.isKnown(type.asSubclass(Layer.class)), type.getName());
  }

  /** Gamma and beta are not told apart by the number of weights alone. */
  @Test
  void oneOfGammaAndBetaIsTheOneThatIsNotInitial() throws IOException {
    Tensor ones = Tensor.ones(Shape.of(2));
    Tensor zeros = Tensor.zeros(Shape.of(2));
    Tensor other = Tensor.of(Shape.of(2), 3, 4);
    for (Layer layer :
        List.of(
            new LayerNormalization("n", List.of(-1), 1e-3f, false, other, zeros, 2),
            new LayerNormalization("n", List.of(-1), 1e-3f, false, ones, other, 2),
            new LayerNormalization("n", List.of(-1), 1e-3f, false, other, other, 4),
            new LayerNormalization("n", List.of(-1), 1e-3f, false, ones, zeros, 0),
            new LayerNormalization("n", List.of(-1), 1e-3f, true, other, zeros, 2),
            new GroupNormalization("n", 1, -1, 1e-3f, other, zeros, 2),
            new GroupNormalization("n", 2, -1, 1e-3f, ones, other, 2))) {
      Sequential model = network(layer);
      Sequential again = KerasModel.read(KerasFile.bytes(model), "n.keras").network();
      assertArrayEquals(model.forward(1, 2, 3, 5), again.forward(1, 2, 3, 5));
      assertEquals(model.parameters(), again.parameters());
    }
  }

  private static Sequential network(Layer... layers) {
    return new Sequential("test", Shape.of(2, 2), List.of(layers));
  }

  private static SimpleRNN steps(boolean goBackwards) {
    Tensor weights = Tensor.ones(Shape.of(2, 2));
    return new SimpleRNN(
        goBackwards ? "backward" : "forward",
        new SimpleRNNCell(
            "cell", NamedActivation.TANH, false, weights, weights, Tensor.zeros(Shape.of(2))),
        new Recurrent(true, goBackwards, false));
  }

  @Test
  void whatKeras3DoesNotHaveIsRefusedAtOnce() {
    Bidirectional old =
        new Bidirectional(
            "both", steps(false), steps(true), MergeMode.SUM, MaskedSteps.AS_CONFIGURED);
    Sequential model =
        network(
            new Masking("masking", 0),
            old,
            new Activation("gate", NamedActivation.HARD_SIGMOID_KERAS_2),
            new Cropping("crop", List.of(0), List.of(0), DataFormat.CHANNELS_FIRST),
            new InferenceIdentity("flip", "RandomFlip"),
            new InferenceIdentity("dropout", "Dropout"));
    UnsupportedModelException refused =
        assertThrows(UnsupportedModelException.class, () -> KerasFile.bytes(model));
    assertEquals(
        "network 'test' cannot be saved for Keras 3: layer 'both' (Bidirectional), whose masked"
            + " steps give what Keras before 2.3 gave and Keras 3 does not; layer 'gate' has the"
            + " hard_sigmoid of Keras 1 and 2, which Keras 3 computes otherwise; layer 'crop'"
            + " (Cropping1D), which Keras 3 has with the channels on the last axis only; layer"
            + " 'flip' (RandomFlip), whose options for training are not known; layer 'dropout'"
            + " (Dropout), whose options for training are not known",
        refused.getMessage());
    assertEquals(5, refused.reasons().size());
  }

  @Test
  void openStepsStayOpen() throws IOException {
    KerasModel model =
        new KerasModel(network(steps(false)), true, "2.2.4", "HDF5", "", 0, List.of());
    KerasModel again = KerasModel.read(KerasFile.bytes(model), "open.keras");
    assertTrue(again.openSteps());
    assertEquals(Shape.of(1, 2), again.network().input());
  }

  /** Without a mask the versions of Keras agree. */
  @Test
  void oldBidirectionalWithoutMasksIsWritten() throws IOException {
    Sequential model =
        network(
            new Bidirectional(
                "both", steps(false), steps(true), MergeMode.SUM, MaskedSteps.AS_CONFIGURED));
    Sequential again = KerasModel.read(KerasFile.bytes(model), "old.keras").network();
    assertArrayEquals(model.forward(1, 2, 3, 5), again.forward(1, 2, 3, 5));
  }
}
