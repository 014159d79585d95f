package io.forwardpass.keras;

import io.forwardpass.nn.Cell;
import io.forwardpass.nn.StackedRNNCells;
import java.util.ArrayList;
import java.util.List;

/** Cells one on the other. */
record StackedCellsPlan(String name, List<Entry> cells) implements CellPlan {

  /** A cell with the class that its group is named by. */
  record Entry(String className, CellPlan plan) {}

  static CellPlan read(LayerConfig config) {
    List<Entry> cells = new ArrayList<>();
    for (Value object : config.get("cells").list()) {
      LayerObject cell = LayerObject.of(object);
      CellReaders.read(cell, config)
          .ifPresent(plan -> cells.add(new Entry(cell.className(), plan)));
    }
    return new StackedCellsPlan(config.name(), cells);
  }

  @Override
  public WeightTree weights() {
    return WeightTree.of(
        cells.stream()
            .map(cell -> new WeightTree.Branch("cells", cell.className, cell.plan.weights()))
            .toList());
  }

  @Override
  public Cell build(int inputs, WeightSource weights) {
    List<Cell> built = new ArrayList<>();
    int next = inputs;
    for (Entry cell : cells) {
      built.add(cell.plan.build(next, weights));
      next = built.get(built.size() - 1).units();
    }
    return new StackedRNNCells(name, built);
  }
}
