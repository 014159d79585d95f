package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;

/** Cells one on the other: each step's outputs of one are the inputs of the next. */
public record StackedRNNCells(String name, List<Cell> cells) implements Cell {

  public StackedRNNCells {
    cells = List.copyOf(cells);
    if (cells.isEmpty()) {
      throw new InvalidLayerException("StackedRNNCells '%s' has no cells".formatted(name));
    }
    for (int index = 1; index < cells.size(); index++) {
      if (cells.get(index).inputs() != cells.get(index - 1).units()) {
        throw new InvalidLayerException(
            "StackedRNNCells '%s' has a cell of %s units before one that takes %s inputs"
                .formatted(name, cells.get(index - 1).units(), cells.get(index).inputs()));
      }
    }
  }

  @Override
  public int units() {
    return cells.get(cells.size() - 1).units();
  }

  @Override
  public int inputs() {
    return cells.get(0).inputs();
  }

  @Override
  public long parameters() {
    return cells.stream().mapToLong(Cell::parameters).sum();
  }

  @Override
  public long flops() {
    return cells.stream().mapToLong(Cell::flops).sum();
  }

  @Override
  public CellStep step(int input, int first, Kernels kernels) {
    List<CellStep> steps = new ArrayList<>();
    int from = input;
    int next = first;
    for (Cell cell : cells) {
      CellStep step = cell.step(from, next, kernels);
      steps.add(step);
      from = step.output();
      next += step.columns();
    }
    return new Step(List.copyOf(steps), from, first, next - first);
  }

  /** What a cell computes on the way counts as its state, which does no harm. */
  private record Step(List<CellStep> steps, int output, int state, int columns)
      implements CellStep {

    @Override
    public int stateColumns() {
      return columns;
    }

    @Override
    public void run(float[] floats, int base, int rows, Scratch scratch) {
      for (int index = 0; index < steps.size(); index++) {
        steps.get(index).run(floats, base, rows, scratch);
      }
    }

    @Override
    public int scratchFloats() {
      return steps.stream().mapToInt(CellStep::scratchFloats).max().orElse(0);
    }

    @Override
    public int nativeColumns() {
      return steps.stream().mapToInt(CellStep::nativeColumns).max().orElse(0);
    }

    @Override
    public void close() {
      steps.forEach(CellStep::close);
    }
  }
}
