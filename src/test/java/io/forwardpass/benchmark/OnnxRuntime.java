package io.forwardpass.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.forwardpass.nn.Sequential;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** ONNX Runtime on one thread, with a table's rows in its own buffers, batch by batch. */
final class OnnxRuntime implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final int batchRows;
  private final OrtSession session;
  private final List<Batch> batches = new ArrayList<>();

  /** What goes into a call and what comes out. */
  private record Batch(
      Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs, FloatBuffer results) {}

  /**
   * @param features column by column
   * @param batchRows a divisor of the number of rows
   */
  OnnxRuntime(Sequential model, float[][] features, int batchRows) throws OrtException {
    this.batchRows = batchRows;
    OnnxNetwork network = new OnnxNetwork(model, batchRows);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      this.session = environment.createSession(network.bytes(), options);
    }
    for (int first = 0; first < features[0].length; first += batchRows) {
      FloatBuffer inputs = direct(batchRows * features.length);
      network.fill(inputs, features, first);
      FloatBuffer outputs = direct(batchRows * model.output().size());
      batches.add(
          new Batch(
              Map.of(
                  session.getInputNames().iterator().next(), tensor(inputs, network.inputShape())),
              Map.of(
                  session.getOutputNames().iterator().next(),
                  tensor(outputs, batchRows, model.output().size())),
              outputs));
    }
  }

  private OnnxTensor tensor(FloatBuffer values, int... shape) throws OrtException {
    return OnnxTensor.createTensor(
        environment, values, Arrays.stream(shape).asLongStream().toArray());
  }

  private static FloatBuffer direct(int size) {
    return ByteBuffer.allocateDirect(4 * size).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  int batchRows() {
    return batchRows;
  }

  /** Scores all rows; returns the last batch's results. */
  FloatBuffer run() throws OrtException {
    for (Batch batch : batches) {
      session.run(batch.inputs, batch.outputs).close();
    }
    return batches.get(batches.size() - 1).results;
  }

  /** What the last {@link #run} gave for a row. */
  float result(int row, int column) {
    FloatBuffer results = batches.get(row / batchRows).results;
    return results.get(row % batchRows * (results.capacity() / batchRows) + column);
  }

  @Override
  public void close() throws OrtException {
    for (Batch batch : batches) {
      batch.inputs.values().forEach(OnnxTensor::close);
      batch.outputs.values().forEach(OnnxTensor::close);
    }
    session.close();
  }
}
