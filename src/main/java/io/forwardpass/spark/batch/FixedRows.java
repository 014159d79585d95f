package io.forwardpass.spark.batch;

import io.forwardpass.nn.ForwardPass;
import io.forwardpass.nn.Network;
import io.forwardpass.nn.Shape;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Rows that all fill the same shape: read straight into the network's matrix. */
final class FixedRows implements InputRows {
  private final int capacity;
  private final ForwardPass pass;
  private final FeatureReader[] readers;
  private final Faults faults;
  private final Tile tile;
  private final int[] widths;

  /**
   * @param rows in a batch, 0 for the network's own preference
   */
  FixedRows(Scoring scoring, Network network, int rows) {
    Shape shape = new Shape(scoring.inputs().shape());
    this.capacity = rows > 0 ? rows : network.preferredRows(shape);
    this.pass = network.forwardPass(shape, capacity);
    this.faults = new Faults(scoring, pass.capacity());
    this.tile = new Tile(pass.inputs(), pass.capacity(), network.indices(), faults);
    List<FeatureReader> list = new ArrayList<>();
    int first = 0;
    for (Feature feature : scoring.features()) {
      list.add(FeatureReader.of(feature, list.size(), first));
      first += feature.width();
    }
    this.readers = list.toArray(new FeatureReader[0]);
    this.widths = scoring.features().stream().mapToInt(Feature::width).toArray();
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public void clear() {
    faults.clear();
  }

  @Override
  public void read(FeatureColumn[] features, int from, int rows) {
    for (int feature = 0; feature < readers.length; feature++) {
      ColumnVector vector = features[feature].vector();
      readers[feature].read(vector, from, rows, tile);
      if (features[feature].anyParentNull()) {
        for (int row = 0; row < rows; row++) {
          if (features[feature].parentNull(from + row)) {
            tile.fault(row, feature, InvalidReason.NULL);
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
    if (faults.absent().isPresent()) {
      faults.absent().get().count(tile, widths, rows);
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
