package io.forwardpass.job;

import io.forwardpass.keras.KerasModel;
import io.forwardpass.nn.Activation;
import io.forwardpass.nn.ConvolutionLayer;
import io.forwardpass.nn.Dense;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import io.forwardpass.registry.ModelUri;
import io.forwardpass.report.ScoringReport;
import io.forwardpass.spark.batch.Outputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A model as people and reports want to see it. */
record ModelSummary(String uri, KerasModel model) {

  /** The file's name without its ending, or the folder's, or the registered model's. */
  String name() {
    Optional<ModelUri> registered = ModelUri.parse(uri);
    if (registered.isPresent()) {
      return registered.get().name();
    }
    String path = uri.replaceAll("/+$", "");
    String file = path.substring(path.lastIndexOf('/') + 1);
    String name = file.replaceAll("(?i)\\.(keras|h5|hdf5|json)$", "");
    return name.isEmpty() ? file : name;
  }

  /** How many names the outputs take: one unit of sigmoid is the second of two classes. */
  int labels() {
    return outputs().columns(network().output().size());
  }

  /** What the outputs mean. */
  String meaning() {
    String activation = network().outputActivation().orElse(NamedActivation.LINEAR).spelling();
    return switch (outputs()) {
      case CLASSES -> String.format(Locale.ROOT, "%,d classes (%s)", labels(), activation);
      case BINARY -> "2 classes (one %s unit: 1 - p and p)".formatted(activation);
      case LABELS ->
          String.format(Locale.ROOT, "%,d independent labels (%s units)", labels(), activation);
      case RAW ->
          String.format(Locale.ROOT, "%,d raw outputs (%s), no prediction", labels(), activation);
    };
  }

  private Outputs outputs() {
    return Outputs.of(network());
  }

  private Sequential network() {
    return model.network();
  }

  /** The layers as Keras' {@code summary()} shows them. */
  String layers() {
    TextTable table = new TextTable(List.of("Layer", "Type", "Output shape", "Parameters>"));
    table.add(List.of("(input)", "", network().input().toString(), ""));
    List<Shape> shapes = network().outputShapes();
    for (int index = 0; index < shapes.size(); index++) {
      Layer layer = network().layers().get(index);
      table.add(
          List.of(
              layer.name(),
              layer.className() + activation(layer),
              shapes.get(index).toString(),
              String.format(Locale.ROOT, "%,d", layer.parameters())));
    }
    return table.toString();
  }

  /** The layers with their cost, and the sum of all. */
  TextTable costs() {
    TextTable table =
        new TextTable(List.of("Layer", "Type", "Output shape", "Parameters>", "FLOPs a row>"));
    Shape shape = network().input();
    for (Layer layer : network().layers()) {
      Shape output = layer.outputShape(shape);
      table.add(
          List.of(
              layer.name(),
              layer.className() + activation(layer),
              output.toString(),
              String.format(Locale.ROOT, "%,d", layer.parameters()),
              String.format(Locale.ROOT, "%,d", layer.flops(shape))));
      shape = output;
    }
    table.add(
        List.of(
            "all",
            "",
            "",
            String.format(Locale.ROOT, "%,d", network().parameters()),
            String.format(Locale.ROOT, "%,d", network().flops())));
    return table;
  }

  private static String activation(Layer layer) {
    if (layer instanceof Dense dense) {
      return " (" + dense.activation().spelling() + ")";
    } else if (layer instanceof Activation activation) {
      return " (" + activation.activation().spelling() + ")";
    } else if (layer instanceof ConvolutionLayer convolution) {
      return " (" + convolution.activation().spelling() + ")";
    }
    return "";
  }

  private String input() {
    Shape shape = network().input();
    if (model.openSteps()) {
      return String.format(
          Locale.ROOT,
          "any number of steps, %,d or more, of %,d features (shown for the fewest)",
          shape.dim(0),
          shape.size() / shape.dim(0));
    }
    return String.format(Locale.ROOT, "%,d features", shape.size());
  }

  /** Everything about the model. */
  String text() {
    TextTable facts =
        new TextTable(
            List.of("Parameters", String.format(Locale.ROOT, "%,d", network().parameters())));
    facts.add(List.of("Input", input()));
    facts.add(List.of("Output", meaning()));
    facts.add(List.of("FLOPs a row", String.format(Locale.ROOT, "%,d", network().flops())));
    facts.add(List.of("Keras", model.kerasVersion()));
    facts.add(List.of("Format", model.format()));
    facts.add(List.of("SHA-256", model.sha256()));
    facts.add(List.of("Size", String.format(Locale.ROOT, "%,d bytes", model.bytes())));
    if (!dropped().isEmpty()) {
      facts.add(List.of("Not needed", String.join(", ", dropped()) + " (training only)"));
    }
    return "Model '%s' (%s)%n%n%s%n%s".formatted(network().name(), uri, layers(), facts);
  }

  /** The layers that do nothing at inference. */
  List<String> dropped() {
    return network().identities().stream()
        .map(layer -> "%s '%s'".formatted(layer.className(), layer.name()))
        .toList();
  }

  /**
   * @param classes the labels; empty where the model has no classes
   */
  ScoringReport.Model report(List<String> classes) {
    List<ScoringReport.LayerLine> lines = new ArrayList<>();
    List<Shape> shapes = network().outputShapes();
    for (int index = 0; index < shapes.size(); index++) {
      Layer layer = network().layers().get(index);
      lines.add(
          new ScoringReport.LayerLine(
              layer.name(), layer.className(), shapes.get(index).dims(), layer.parameters()));
    }
    return new ScoringReport.Model(
        name(),
        Secrets.hidden(uri),
        model.sha256(),
        model.bytes(),
        model.format(),
        model.kerasVersion(),
        network().parameters(),
        lines,
        dropped(),
        classes,
        ScoringReport.Registry.NONE);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %,d layers, %,d features, %s",
        uri,
        network().layers().size(),
        network().input().size(),
        meaning());
  }
}
