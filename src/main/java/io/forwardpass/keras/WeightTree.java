package io.forwardpass.keras;

import io.forwardpass.nn.LayerNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of a layer and of the layers inside it. Their order is that in which Keras makes
 * them: a layer's own first, those that training changes before the others, then branch by branch.
 *
 * @param trainable the names of the layer's own weights that training changes
 * @param nonTrainable the names of its other own weights
 * @param branches the layers inside
 * @param frozen whether the layer was set not to be trained
 */
record WeightTree(
    List<String> trainable, List<String> nonTrainable, List<Branch> branches, boolean frozen) {
  static final WeightTree NONE = of();

  /**
   * A layer inside another one.
   *
   * @param folder the attribute of the outer layer that holds it
   * @param className empty where the attribute holds this layer alone; else the folder holds a
   *     list, and the class names and numbers the entries
   */
  record Branch(String folder, String className, WeightTree tree) {}

  WeightTree {
    trainable = List.copyOf(trainable);
    nonTrainable = List.copyOf(nonTrainable);
    branches = List.copyOf(branches);
  }

  static WeightTree of(String... trainable) {
    return new WeightTree(List.of(trainable), List.of(), List.of(), false);
  }

  static WeightTree of(List<Branch> branches) {
    return new WeightTree(List.of(), List.of(), branches, false);
  }

  WeightTree frozen(boolean isFrozen) {
    return new WeightTree(trainable, nonTrainable, branches, isFrozen);
  }

  int count() {
    return own() + branches.stream().mapToInt(branch -> branch.tree.count()).sum();
  }

  private int own() {
    return trainable.size() + nonTrainable.size();
  }

  /** Each weight's name within its layer. */
  List<String> names() {
    List<String> names = new ArrayList<>(trainable);
    names.addAll(nonTrainable);
    branches.forEach(branch -> names.addAll(branch.tree.names()));
    return names;
  }

  /**
   * Where each weight stands in a {@code .keras} archive, from the layer's group on.
   *
   * @param step see {@link #folders}
   */
  List<String> paths(int step) {
    List<String> paths = new ArrayList<>();
    for (int index = 0; index < own(); index++) {
      paths.add("vars/" + index);
    }
    List<String> folders = folders(step);
    for (int index = 0; index < branches.size(); index++) {
      for (String path : branches.get(index).tree.paths(step)) {
        paths.add(folders.get(index) + "/" + path);
      }
    }
    return paths;
  }

  /**
   * The group of each branch.
   *
   * <p>Source: {@code keras/src/saving/saving_lib.py}, {@code _save_container_state}.
   *
   * @param step by how much the number within a class goes on behind a layer that has weights
   */
  List<String> folders(int step) {
    Map<String, Integer> used = new HashMap<>();
    List<String> folders = new ArrayList<>();
    for (Branch branch : branches) {
      if (branch.className.isEmpty()) {
        folders.add(branch.folder);
        continue;
      }
      String base = branch.folder + "/" + snakeCase(branch.className);
      int number = used.getOrDefault(base, 0);
      folders.add(number == 0 ? base : base + "_" + number);
      used.put(base, number + (branch.tree.count() > 0 ? step : 1));
    }
    return folders;
  }

  /** {@code keras.src.utils.naming.to_snake_case}. */
  static String snakeCase(String className) {
    return LayerNames.snakeCase(className);
  }

  /**
   * The places of the weights in an HDF5 file of the older kind, which has all trainable ones of a
   * layer and of those inside it before all others: for each place there, the weight's number here.
   */
  List<Integer> legacyOrder() {
    List<Integer> order = new ArrayList<>();
    addTrainable(0, order);
    addNonTrainable(0, order);
    return order;
  }

  private void addTrainable(int first, List<Integer> order) {
    if (frozen) {
      return;
    }
    addRange(first, trainable.size(), order);
    int next = first + own();
    for (Branch branch : branches) {
      branch.tree.addTrainable(next, order);
      next += branch.tree.count();
    }
  }

  private void addNonTrainable(int first, List<Integer> order) {
    if (frozen) {
      addRange(first, own(), order);
    } else {
      addRange(first + trainable.size(), nonTrainable.size(), order);
    }
    int next = first + own();
    for (Branch branch : branches) {
      if (frozen) {
        branch.tree.addTrainable(next, order);
      }
      branch.tree.addNonTrainable(next, order);
      next += branch.tree.count();
    }
  }

  private static void addRange(int first, int count, List<Integer> order) {
    for (int index = 0; index < count; index++) {
      order.add(first + index);
    }
  }
}
