package io.forwardpass.spark.batch;

import io.forwardpass.nn.ForwardPass;
import io.forwardpass.nn.Network;
import io.forwardpass.nn.Shape;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Rows that all fill the same shape: read straight into the network's matrix. */
final class FixedRows implements InputRows {
  private final int capacity;
  private final ForwardPass pass;
  private final FeatureReader[] readers;
  private final int[] firsts;
  private final Faults faults;
  private final Tile tile;
  private final Optional<FeatureCounting> counting;

  /**
   * @param rows in a batch, 0 for the network's own preference
   */
  FixedRows(Scoring scoring, Network network, int rows) {
    Shape shape = new Shape(scoring.inputs().shape());
    this.capacity = rows(network, shape, rows);
    this.pass = network.forwardPass(shape, capacity);
    this.faults = new Faults(scoring, pass.capacity(), network.indices());
    List<Feature> features = scoring.features();
    this.readers = new FeatureReader[features.size()];
    this.firsts = new int[features.size() + 1];
    for (int feature = 0; feature < readers.length; feature++) {
      readers[feature] = FeatureReader.of(features.get(feature), feature, firsts[feature]);
      firsts[feature + 1] = firsts[feature] + features.get(feature).width();
    }
    this.counting =
        scoring
            .histograms()
            .map(histograms -> new FeatureCounting(histograms, firsts, pass.capacity()));
    this.tile = new Tile(pass.inputs(), pass.capacity(), faults, counting);
  }

  /**
   * The rows of a batch.
   *
   * @param asked 0 for the network's own preference
   */
  static int rows(Network network, Shape shape, int asked) {
    return asked > 0 ? asked : network.preferredRows(shape);
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public void clear() {
    faults.clear();
    counting.ifPresent(FeatureCounting::clear);
  }

  @Override
  public void read(FeatureColumn[] features, int from, int rows) {
    for (int feature = 0; feature < readers.length; feature++) {
      ColumnVector vector = features[feature].vector();
      readers[feature].read(vector, from, rows, tile);
      if (features[feature].anyParentNull()) {
        for (int row = 0; row < rows; row++) {
          if (features[feature].parentNull(from + row) && !vector.isNullAt(from + row)) {
            int width = firsts[feature + 1] - firsts[feature];
            tile.fill(row, feature, InvalidReason.NULL, firsts[feature], width);
          }
        }
      }
    }
  }

  @Override
  public void read(InternalRow features, int at) {
    for (int feature = 0; feature < readers.length; feature++) {
      readers[feature].read(features, feature, tile, at);
    }
  }

  @Override
  public void forward(int rows) {
    if (counting.isPresent()) {
      counting.get().count(tile, rows);
    }
    pass.forward(rows);
  }

  @Override
  public float[] outputs() {
    return pass.outputs();
  }

  @Override
  public int stride() {
    return pass.capacity();
  }

  @Override
  public Faults faults() {
    return faults;
  }

  @Override
  public void close() {
    pass.close();
  }
}
