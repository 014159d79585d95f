package io.forwardpass.benchmark;

import io.forwardpass.keras.KerasFile;
import io.forwardpass.nn.Sequential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A network of {@link Networks} as files for all contestants. */
public final class PeerModels {
  private PeerModels() {}

  /** Writes {@code <folder>/<network>.keras} and {@code .onnx}. */
  public static void write(String network, String folder) throws IOException {
    Path directory = Files.createDirectories(Path.of(folder));
    Sequential model = Networks.classifier(network);
    KerasFile.write(model, directory.resolve(network + ".keras"));
    Files.write(directory.resolve(network + ".onnx"), new OnnxNetwork(model, OnnxFile.ANY).bytes());
  }
}
