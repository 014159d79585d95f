package io.forwardpass.job;

import io.forwardpass.keras.KerasModel;
import io.forwardpass.spark.batch.GoldenRow;
import io.forwardpass.spark.batch.Range;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.jdk.javaapi.CollectionConverters;

/** A table that golden rows are taken from: its first rows that the model takes. */
record GoldenTable(Dataset<Row> rows, List<String> features, KerasModel model) {
  /** The column of the outputs that are expected. */
  static final String OUTPUTS = "outputs";

  /** Rows that are looked at for each that is wanted. */
  private static final int LOOKED_AT = 100;

  /** How many rows are looked at for so many golden ones. */
  static int looked(int wanted) {
    return wanted * LOOKED_AT;
  }

  /** Those of the table's columns that the features may stand in. */
  Dataset<Row> needed() {
    return rows.select(ScoredTable.needed(Arrays.asList(rows.columns()), List.of(), features));
  }

  /** The features with the types that their columns have, where Spark can read these back. */
  List<SidecarFeature> typed() {
    List<SidecarFeature> typed = new ArrayList<>();
    for (String name : features) {
      String type = rows.select(column(name)).schema().apply(0).dataType().catalogString();
      typed.add(new SidecarFeature(name, SidecarFeature.type(type).orElse(""), Range.ANY));
    }
    return typed;
  }

  private Column column(String feature) {
    return functions.col(SidecarFeature.column(feature, rows).orElseThrow());
  }

  /** Golden rows whose outputs are the model's own. */
  List<GoldenRow> scored(int wanted) {
    GoldenShape shape = new GoldenShape(model);
    List<GoldenRow> golden = new ArrayList<>();
    for (Row row : first(wanted, List.of())) {
      List<Float> inputs = inputs(row);
      if (golden.size() < wanted && shape.takes(inputs)) {
        List<Float> outputs = new ArrayList<>();
        for (float output : shape.forward(inputs)) {
          outputs.add(output);
        }
        if (outputs.stream().allMatch(Float::isFinite)) {
          golden.add(new GoldenRow(inputs, outputs));
        }
      }
    }
    return golden;
  }

  /** Golden rows whose outputs the table has. */
  List<GoldenRow> expected(int wanted) {
    GoldenShape shape = new GoldenShape(model);
    List<GoldenRow> golden = new ArrayList<>();
    for (Row row : first(wanted, List.of(functions.col(OUTPUTS)))) {
      List<Float> inputs = inputs(row);
      List<Float> outputs = new ArrayList<>();
      append(row.get(features.size()), outputs);
      if (golden.size() < wanted
          && shape.takes(inputs)
          && !outputs.isEmpty()
          && outputs.stream().allMatch(Float::isFinite)) {
        golden.add(new GoldenRow(inputs, outputs));
      }
    }
    return golden;
  }

  private List<Row> first(int wanted, List<Column> more) {
    List<Column> columns = new ArrayList<>(features.stream().map(this::column).toList());
    columns.addAll(more);
    return rows.select(columns.toArray(Column[]::new)).limit(looked(wanted)).collectAsList();
  }

  private List<Float> inputs(Row row) {
    List<Float> inputs = new ArrayList<>();
    for (int feature = 0; feature < features.size(); feature++) {
      append(row.get(feature), inputs);
    }
    return inputs;
  }

  /** Appends a value's numbers in their order; NaN for what is none. */
  private static void append(Object value, List<Float> numbers) {
    if (value instanceof Number number) {
      numbers.add(number.floatValue());
    } else if (value instanceof Boolean truth) {
      numbers.add(truth ? 1f : 0f);
    } else if (value instanceof scala.collection.Seq<?> items) {
      CollectionConverters.asJava(items).forEach(item -> append(item, numbers));
    } else if (value instanceof Vector vector) {
      for (double number : vector.toArray()) {
        numbers.add((float) number);
      }
    } else if (value instanceof byte[] packed && packed.length % Float.BYTES == 0) {
      FloatBuffer floats = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      while (floats.hasRemaining()) {
        numbers.add(floats.get());
      }
    } else {
      numbers.add(Float.NaN);
    }
  }
}
