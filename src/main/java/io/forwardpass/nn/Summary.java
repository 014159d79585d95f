package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A network as Keras 3 prints it into a terminal of 80 columns.
 *
 * <p>Source: {@code keras/src/utils/summary_utils.py}, which draws with the Python package {@code
 * rich}.
 */
record Summary(Sequential model) {
  private static final int BYTES_PER_NUMBER = 4;

  /** The room for text in the columns of name, shape and parameters. */
  private static final List<Integer> WIDTHS = List.of(31, 22, 13);

  private static final int PARAMETERS = 2;

  String text() {
    StringBuilder text = new StringBuilder("Model: \"%s\"\n".formatted(model.name()));
    text.append(rule("┏━", "━┳━", "━┓", "━"));
    text.append(row("┃", List.of("Layer (type)", "Output Shape", "Param #")));
    String line = rule("┡━", "━╇━", "━┩", "━");
    List<Shape> shapes = model.outputShapes();
    for (int index = 0; index < shapes.size(); index++) {
      Layer layer = model.layers().get(index);
      text.append(line);
      text.append(
          row(
              "│",
              List.of(
                  "%s (%s)".formatted(layer.name(), layer.className()),
                  withBatch(shapes.get(index)),
                  count(layer.parameters()))));
      line = rule("├─", "─┼─", "─┤", "─");
    }
    text.append(rule("└─", "─┴─", "─┘", "─"));
    long fixed = nonTrainable(model);
    text.append(total("Total", model.parameters()));
    text.append(total("Trainable", model.parameters() - fixed));
    text.append(total("Non-trainable", fixed));
    return text.toString();
  }

  /** As Keras prints it: {@code (None, 28, 28, 1)}. */
  private static String withBatch(Shape shape) {
    return "(None, " + String.join(", ", shape.dims().stream().map(String::valueOf).toList()) + ")";
  }

  private static String count(long parameters) {
    return String.format(Locale.ROOT, "%,d", parameters);
  }

  private static String rule(String left, String middle, String right, String dash) {
    List<String> parts = WIDTHS.stream().map(dash::repeat).toList();
    return left + String.join(middle, parts) + right + "\n";
  }

  private static String row(String edge, List<String> texts) {
    List<List<String>> cells = new ArrayList<>();
    int height = 0;
    for (int column = 0; column < texts.size(); column++) {
      cells.add(lines(texts.get(column), WIDTHS.get(column)));
      height = Math.max(height, cells.get(column).size());
    }
    StringBuilder row = new StringBuilder();
    for (int line = 0; line < height; line++) {
      for (int column = 0; column < cells.size(); column++) {
        List<String> cell = cells.get(column);
        String word = line < cell.size() ? cell.get(line) : "";
        String blank = " ".repeat(WIDTHS.get(column) - word.length());
        row.append(edge)
            .append(' ')
            .append(column == PARAMETERS ? blank + word : word + blank)
            .append(' ');
      }
      row.append(edge).append("\n");
    }
    return row.toString();
  }

  /** The text in lines of whole words; a word that is too long loses its end. */
  private static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ", -1)) {
      String fitting = word.length() <= width ? word : word.substring(0, width - 1) + "…";
      if (line.isEmpty()) {
        line = fitting;
      } else if (line.length() + 1 + fitting.length() <= width) {
        line += " " + fitting;
      } else {
        lines.add(line);
        line = fitting;
      }
    }
    lines.add(line);
    return lines;
  }

  private static String total(String which, long parameters) {
    return " %s params: %s (%s)\n"
        .formatted(which, count(parameters), memory((double) parameters * BYTES_PER_NUMBER));
  }

  private static String memory(double bytes) {
    double size = bytes;
    for (String unit : List.of("B", "KB", "MB", "GB", "TB")) {
      if (size < 1024) {
        return String.format(Locale.ROOT, "%.2f %s", size, unit);
      }
      size /= 1024;
    }
    return String.format(Locale.ROOT, "%.2f PB", size);
  }

  /** The weights that training does not change. A layer that was frozen does not count. */
  private static long nonTrainable(Layer layer) {
    if (layer instanceof BatchNormalization normalization) {
      return 2L * normalization.movingMean().size();
    } else if (layer instanceof Normalization) {
      return layer.parameters();
    } else if (layer instanceof TimeDistributed distributed) {
      return nonTrainable(distributed.layer());
    } else if (layer instanceof Sequential nested) {
      return nested.layers().stream().mapToLong(Summary::nonTrainable).sum();
    }
    return 0;
  }
}
