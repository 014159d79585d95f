package io.forwardpass.job;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns, for people. */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();
  private final List<Boolean> right;

  /**
   * @param header the columns' titles; a title that ends in {@code >} is that of a column aligned
   *     to the right
   */
  TextTable(List<String> header) {
    right = header.stream().map(title -> title.endsWith(">")).toList();
    add(header.stream().map(title -> title.replaceAll(">$", "")).toList());
  }

  void add(List<String> cells) {
    rows.add(cells.stream().map(Printable::of).toList());
  }

  @Override
  public String toString() {
    int[] widths = new int[right.size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String cell = row.get(column);
        String blanks = " ".repeat(widths[column] - cell.length());
        line.append(right.get(column) ? blanks + cell : cell + blanks).append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
