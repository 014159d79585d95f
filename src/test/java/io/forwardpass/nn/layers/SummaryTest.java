package io.forwardpass.nn.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.forwardpass.nn.Sequential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A network prints as Keras prints it: {@code src/test/python/summaries.py} made the texts. */
class SummaryTest {

  private static void assertPrints(String name, Sequential model) throws IOException {
    Path text = Path.of("src/test/resources/summaries", name + ".txt");
    assertEquals(Files.readString(text), model.summary());
  }

  @Test
  void lessonOfTwoFeatures() throws IOException {
    assertPrints(
        "2-3-2",
        Sequential.of(
            Dense.of(3).inputShape(2).activation("relu"), Dense.of(2).activation("softmax")));
  }

  @Test
  void lessonOfEightFeatures() throws IOException {
    assertPrints(
        "8-6-6-4",
        Sequential.of(
            Dense.of(6).inputShape(8).activation("relu"),
            Dense.of(6).activation("relu"),
            Dense.of(4).activation("softmax")));
  }

  @Test
  void weightsThatTrainingLeavesAreCountedApart() throws IOException {
    assertPrints(
        "cnn",
        Sequential.of(
            Conv2D.of(32, 3).inputShape(28, 28, 1).activation("relu"),
            MaxPooling2D.of(),
            BatchNormalization.of(),
            Conv2D.of(64, 3).activation("relu"),
            MaxPooling2D.of(),
            Dropout.of(0.25),
            Flatten.of(),
            Dense.of(128).activation("relu"),
            Dense.of(10).activation("softmax")));
  }

  @Test
  void longTextsTakeSeveralLines() throws IOException {
    assertPrints(
        "wrapped",
        Sequential.of(
            Conv2D.of(8, 3)
                .strides(2)
                .padding("same")
                .name("a_name_that_is_longer_than_its_column")
                .inputShape(28, 28, 1),
            GlobalAveragePooling2D.of(),
            Reshape.of(4, 1, 1, 1, 1, 1, 1, 2, 1, 1),
            Flatten.of(),
            Dense.of(300_000),
            Dense.of(100).withoutBias()));
  }

  @Test
  void recurrentLayersCountAsInKeras() throws IOException {
    assertPrints(
        "recurrent",
        Sequential.of(
            Embedding.of(5000, 16).inputShape(64),
            Conv1D.of(24, 5).activation("relu"),
            LSTM.of(32).returnSequences(),
            GRU.of(32).returnSequences(),
            SimpleRNN.of(8),
            Dense.of(1).activation("sigmoid")));
  }
}
