package io.forwardpass.spark;

import io.forwardpass.keras.KerasModel;
import io.forwardpass.nn.Network;
import io.forwardpass.spark.batch.Inputs;
import io.forwardpass.spark.batch.Outputs;
import io.forwardpass.spark.batch.TaskMemory;
import org.apache.spark.util.SizeEstimator;

/**
 * What scoring takes of an executor's memory, told without taking it.
 *
 * @param file bytes of the model file, which each JVM holds as the broadcast's value, and once more
 *     as the pieces that it came in
 * @param unpacked bytes of its weights while the model is read, where they are packed in the file
 * @param network bytes of the heap that the network takes in each JVM: weights as they were read,
 *     weights as Java's loops want them, and what says which number goes where
 * @param nativeWeights bytes outside the heap that the weights of matrix products take in each JVM
 * @param steps the longest sequence that is reckoned with, where each row has as many as it likes;
 *     0 elsewhere
 * @param task what each task takes
 */
public record ScoringMemory(
    long file, long unpacked, long network, long nativeWeights, int steps, TaskMemory task) {

  /** The longest sequence reckoned with where the model takes any number of steps. */
  private static final int LONG_SEQUENCE = 512;

  /** For a model whose features are not known, with batches of our own choice. */
  public static ScoringMemory of(KerasModel model) {
    Inputs inputs =
        new Inputs(
            model.network().input().dims(),
            model.openSteps() ? Inputs.Steps.ANY : Inputs.Steps.FIXED);
    return of(model, inputs, 0);
  }

  static ScoringMemory of(KerasModel model, Inputs inputs, int batchSize) {
    Network network = Network.unplaced(model.network());
    boolean any = inputs.steps() == Inputs.Steps.ANY;
    int steps = any ? Math.max(inputs.shape().get(0), LONG_SEQUENCE) : 0;
    TaskMemory task = TaskMemory.of(network, inputs, Outputs.of(model.network()), batchSize, steps);
    long weights = Float.BYTES * model.network().parameters();
    return new ScoringMemory(
        model.bytes(),
        model.bytes() < weights ? weights : 0,
        // What the shapes of sequences add is small: weights are shared among them.
        SizeEstimator.estimate(network),
        network.nativeBytes(),
        steps,
        task);
  }
}
