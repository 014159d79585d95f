package io.forwardpass.benchmark;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * {@code Dataset.mapPartitions} with ONNX Runtime's Java API, as one writes it by hand: rows are
 * gathered in a buffer, the model is called with it, and rows come out. Each JVM has one session,
 * with one thread.
 */
public final class OnnxRows implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1;
  private static final Map<String, OrtSession> SESSIONS = new ConcurrentHashMap<>();

  private final String model;
  private final int[] features;
  private final boolean array;
  private final int[] kept;
  private final int inputs;
  private final int outputs;
  private final int batchRows;

  private OnnxRows(
      String model, int[] features, int[] kept, int inputs, int outputs, int batchRows) {
    this.model = model;
    this.features = features;
    this.array = features.length < inputs;
    this.kept = kept;
    this.inputs = inputs;
    this.outputs = outputs;
    this.batchRows = batchRows;
  }

  /**
   * Scores rows.
   *
   * @param features scalar float columns, or one column of arrays
   * @param kept the columns that come out in front of the outputs
   * @param outputs the names of the outputs' columns
   * @param inputs how many numbers a row has
   */
  public static Dataset<Row> score(
      Dataset<Row> rows,
      String model,
      List<String> features,
      List<String> kept,
      List<String> outputs,
      int inputs,
      int batchRows) {
    Set<String> needed = new LinkedHashSet<>(kept);
    needed.addAll(features);
    Dataset<Row> selected = rows.select(needed.stream().map(functions::col).toArray(Column[]::new));
    StructType scored = new StructType();
    for (String column : kept) {
      scored = scored.add(rows.schema().apply(column));
    }
    for (String output : outputs) {
      scored = scored.add(output, DataTypes.FloatType);
    }
    OnnxRows function =
        new OnnxRows(
            model,
            positions(features, selected),
            positions(kept, selected),
            inputs,
            outputs.size(),
            batchRows);
    return selected.mapPartitions(function, Encoders.row(scored));
  }

  private static int[] positions(List<String> columns, Dataset<Row> table) {
    return columns.stream().mapToInt(table.schema()::fieldIndex).toArray();
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    OrtSession session = SESSIONS.computeIfAbsent(model, OnnxRows::open);
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(4 * batchRows * inputs)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    return new Iterator<>() {
      private Iterator<Row> batch = List.<Row>of().iterator();

      @Override
      public boolean hasNext() {
        return batch.hasNext() || rows.hasNext();
      }

      @Override
      public Row next() {
        if (!batch.hasNext()) {
          batch = score(session, buffer, rows);
        }
        return batch.next();
      }
    };
  }

  private static OrtSession open(String model) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return OrtEnvironment.getEnvironment().createSession(model, options);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private Iterator<Row> score(OrtSession session, FloatBuffer buffer, Iterator<Row> rows) {
    List<Row> batch = new ArrayList<>(batchRows);
    buffer.clear();
    while (batch.size() < batchRows && rows.hasNext()) {
      Row row = rows.next();
      put(row, buffer);
      batch.add(row);
    }
    buffer.flip();
    Map.Entry<String, NodeInfo> input = onlyInput(session);
    long[] shape = ((TensorInfo) input.getValue().getInfo()).getShape();
    shape[0] = batch.size();
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), buffer, shape);
        OrtSession.Result result = session.run(Map.of(input.getKey(), tensor))) {
      FloatBuffer scores = ((OnnxTensor) result.get(0)).getFloatBuffer();
      batch.replaceAll(row -> scored(row, scores));
      return batch.iterator();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map.Entry<String, NodeInfo> onlyInput(OrtSession session) {
    try {
      return session.getInputInfo().entrySet().iterator().next();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private void put(Row row, FloatBuffer buffer) {
    if (array) {
      for (Float value : row.<Float>getList(features[0])) {
        buffer.put(value);
      }
    } else {
      for (int feature : features) {
        buffer.put(row.getFloat(feature));
      }
    }
  }

  private Row scored(Row row, FloatBuffer scores) {
    Object[] values = new Object[kept.length + outputs];
    for (int column = 0; column < kept.length; column++) {
      values[column] = row.get(kept[column]);
    }
    for (int output = 0; output < outputs; output++) {
      values[kept.length + output] = scores.get();
    }
    return RowFactory.create(values);
  }
}
