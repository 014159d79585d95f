package io.forwardpass.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.layers.Dense;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's two networks: what stands between the marks is what stands there. */
class LessonsTest {
  private static final Path SOURCE = Path.of("src/test/java/io/forwardpass/keras/LessonsTest.java");

  private static final String BEGIN = "    // README\n";
  private static final String END = "    // end\n";
  private static final int MOST_LINES = 10;

  @Test
  void heightAndWeight() throws IOException {
    // README
    Sequential model =
        Sequential.of(
            Dense.of(3).inputShape(2).activation("relu"), // height and weight
            Dense.of(2).activation("softmax")); // overweight or not
    System.out.println(model.summary());
    float[] probabilities = model.forward(1.70f, 0.65f, 1.70f, 1.10f); // two people
    KerasFile.write(model, Path.of("target/overweight.keras"));
    // end
    assertEquals(17, model.parameters());
    assertSums(probabilities, 2);
    assertReadsBack(model, Path.of("target/overweight.keras"), 1.70f, 0.65f);
  }

  @Test
  void animals() throws IOException {
    // README
    Sequential model =
        Sequential.seeded(
            2026, // the same weights each time
            Dense.of(6).inputShape(8).activation("relu"),
            Dense.of(6).activation("relu"),
            Dense.of(4).activation("softmax")); // cat, dog, llama, lizard
    System.out.println(model.summary());
    float[] probabilities = model.forward(4.5f, 25, 6.5f, 28, 15, 3, 8, 45);
    KerasFile.write(model, Path.of("target/animals.keras"));
    // end
    assertEquals(124, model.parameters());
    assertSums(probabilities, 4);
    assertReadsBack(model, Path.of("target/animals.keras"), 4.5f, 25, 6.5f, 28, 15, 3, 8, 45);
  }

  private static void assertSums(float[] probabilities, int classes) {
    for (int row = 0; row < probabilities.length / classes; row++) {
      double sum = 0;
      for (int index = 0; index < classes; index++) {
        sum += probabilities[row * classes + index];
      }
      assertEquals(1, sum, 1e-6);
    }
  }

  private static void assertReadsBack(Sequential model, Path file, float... row)
      throws IOException {
    KerasModel read = KerasModel.read(Files.readAllBytes(file), file.toString());
    assertArrayEquals(model.forward(row), read.network().forward(row));
  }

  @Test
  void readmeShowsThisCode() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    List<String> shown = new ArrayList<>();
    for (String rest : Files.readString(SOURCE).split(BEGIN, -1)) {
      if (rest.contains(END)) {
        shown.add(rest.substring(0, rest.indexOf(END)).stripTrailing().stripIndent() + "\n");
      }
    }
    assertEquals(2, shown.size());
    for (String code : shown) {
      assertTrue(code.lines().count() <= MOST_LINES, code);
      assertTrue(readme.contains("```java\n" + code + "```\n"), "README.md lacks:\n" + code);
    }
  }
}
