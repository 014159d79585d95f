package io.forwardpass.spark;

import io.forwardpass.spark.batch.Feature;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Edges of bins that hold about as many values of a table each. */
record FeatureEdges(Dataset<Row> table, FeatureColumns features) {
  private static final int MOST_BINS = 100;
  private static final int FEWEST_BINS = 20;
  private static final int MOST_BINS_IN_ALL = 20_000;

  /** Of the distance between two quantiles. */
  private static final double ERROR = 0.1;

  /** A task holds some hundred thousand numbers for each column that it finds quantiles of. */
  private static final int COLUMNS_AT_ONCE = 64;

  /** In the features' order. */
  List<List<Float>> edges() {
    int count = features.features().size();
    List<List<Float>> edges = new ArrayList<>(Collections.nCopies(count, List.of()));
    List<Integer> scalars = new ArrayList<>();
    for (int feature = 0; feature < count; feature++) {
      if (isScalar(type(feature))) {
        scalars.add(feature);
      } else {
        Column elements = functions.explode(elements(feature));
        edges.set(feature, edges(List.of(elements)).get(0));
      }
    }
    for (int from = 0; from < scalars.size(); from += COLUMNS_AT_ONCE) {
      List<Integer> some = scalars.subList(from, Math.min(from + COLUMNS_AT_ONCE, scalars.size()));
      List<List<Float>> found =
          edges(some.stream().map(feature -> features.columns().get(feature)).toList());
      for (int index = 0; index < some.size(); index++) {
        edges.set(some.get(index), found.get(index));
      }
    }
    return edges;
  }

  private DataType type(int feature) {
    return features.features().get(feature).type();
  }

  private static boolean isScalar(DataType type) {
    return !(type instanceof ArrayType)
        && !(type instanceof BinaryType)
        && !type.equals(SQLDataTypes.VectorType());
  }

  /** The values of an array, as an array that is not nested. */
  private Column elements(int feature) {
    Column column = features.columns().get(feature);
    DataType type = type(feature);
    if (type instanceof BinaryType) {
      UDF1<byte[], float[]> floats = FeatureEdges::floats;
      return functions.udf(floats, DataTypes.createArrayType(DataTypes.FloatType)).apply(column);
    } else if (type.equals(SQLDataTypes.VectorType())) {
      return org.apache.spark.ml.functions.vector_to_array(column, "float32");
    }
    for (int depth = Feature.depth(type); depth > 1; depth--) {
      column = functions.flatten(column);
    }
    return column;
  }

  private static float[] floats(byte[] packed) {
    if (packed == null) {
      return new float[0];
    }
    FloatBuffer floats = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] values = new float[floats.remaining()];
    floats.get(values);
    return values;
  }

  private List<List<Float>> edges(List<Column> columns) {
    List<String> names = IntStream.range(0, columns.size()).mapToObj(n -> "c" + n).toList();
    List<Column> named = new ArrayList<>();
    for (int index = 0; index < columns.size(); index++) {
      named.add(columns.get(index).as(names.get(index)));
    }
    List<Column> floats =
        names.stream().map(name -> functions.col(name).cast(DataTypes.FloatType)).toList();
    Dataset<Row> values =
        table.select(named.toArray(Column[]::new)).select(floats.toArray(Column[]::new));
    int bins = bins();
    double[] shares = IntStream.rangeClosed(0, bins).mapToDouble(n -> (double) n / bins).toArray();
    double[][] quantiles =
        values.stat().approxQuantile(names.toArray(String[]::new), shares, ERROR / bins);
    List<List<Float>> edges = new ArrayList<>();
    for (double[] ofColumn : quantiles) {
      edges.add(edges(ofColumn));
    }
    return edges;
  }

  private int bins() {
    int share = MOST_BINS_IN_ALL / features.features().size();
    return Math.max(FEWEST_BINS, Math.min(MOST_BINS, share));
  }

  /**
   * The quantiles, each once; one that stands for several shares is followed by the next float, so
   * that it has a bin to itself.
   *
   * @param quantiles ascending
   */
  static List<Float> edges(double[] quantiles) {
    List<Float> edges = new ArrayList<>();
    float last = Float.NEGATIVE_INFINITY;
    for (double quantile : quantiles) {
      float value = (float) quantile + 0f; // -0 is 0
      boolean again = !edges.isEmpty() && value <= last;
      float edge = again ? Math.nextUp(value) : value;
      if (Float.isFinite(edge) && edge > last) {
        edges.add(edge);
        last = edge;
      }
    }
    return edges;
  }
}
