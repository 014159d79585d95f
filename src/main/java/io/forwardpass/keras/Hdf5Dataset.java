package io.forwardpass.keras;

import io.jhdf.Constants;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.CompactDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.DataSpace;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * An array of an HDF5 file. Its declared shape can be asked without any of its data being touched.
 *
 * @param dims the length of each axis; empty for a single number
 */
record Hdf5Dataset(Hdf5Storage storage, String path, Hdf5Header header, List<Long> dims) {
  private static final int CLASS_FLOAT = 1;

  static Hdf5Dataset read(Hdf5Storage storage, String path, Hdf5Header header) {
    return storage.structure(
        "dataset '" + path + "'",
        () -> {
          DataSpace extent =
              DataSpace.readDataSpace(
                  header.only(Hdf5Header.DATASPACE).orElseThrow(), storage.getSuperblock());
          List<Long> dims = Arrays.stream(extent.getDimensionsAsLong()).boxed().toList();
          return new Hdf5Dataset(storage, path, header, dims);
        });
  }

  /** All values in row-major order; the caller has checked {@link #dims()}. */
  float[] floats() {
    return storage.structure("dataset '" + path + "'", this::readFloats);
  }

  private float[] readFloats() {
    if (header.has(Hdf5Header.EXTERNAL_FILES)) {
      throw storage
          .place()
          .unsupported("dataset '%s' keeps its values in another file".formatted(path));
    }
    FloatingPoint type = floatType();
    long count = dims.stream().reduce(1L, Math::multiplyExact);
    long size = Math.multiplyExact(count, (long) type.getSize());
    storage.charge(size, "dataset '" + path + "'");
    ByteBuffer bytes = bytes(size, type.getSize()).order(type.getByteOrder());
    return decode(bytes, type.getSize(), Math.toIntExact(count));
  }

  private FloatingPoint floatType() {
    ByteBuffer type = header.only(Hdf5Header.DATATYPE).orElseThrow();
    if ((type.get(0) & 0x0f) == CLASS_FLOAT) {
      FloatingPoint floating = new FloatingPoint(type);
      boolean ieee =
          switch (floating.getSize()) {
            case 2 -> floating.getExponentSize() == 5;
            case 4 -> floating.getExponentSize() == 8;
            case 8 -> floating.getExponentSize() == 11;
            default -> false;
          };
      if (ieee && floating.getBitPrecision() == 8 * floating.getSize()) {
        return floating;
      }
    }
    throw storage
        .place()
        .unsupported(
            "dataset '%s' does not hold float16, float32 or float64 values; save the model with one of these"
                .formatted(path));
  }

  private ByteBuffer bytes(long size, int itemSize) {
    DataLayoutMessage layout =
        DataLayoutMessage.createDataLayoutMessage(
            header.only(Hdf5Header.LAYOUT).orElseThrow(), storage.getSuperblock(), new BitSet());
    if (layout instanceof ContiguousDataLayoutMessage contiguous) {
      if (contiguous.getAddress() == Constants.UNDEFINED_ADDRESS) {
        throw neverWritten();
      }
      return storage.map(contiguous.getAddress(), size);
    }
    if (layout instanceof CompactDataLayoutMessage compact) {
      return compact.getDataBuffer().slice(0, Math.toIntExact(size));
    }
    Hdf5Chunks chunks = new Hdf5Chunks(storage, header, dims, itemSize);
    return chunks.read(layout, Math.toIntExact(size)).orElseThrow(this::neverWritten);
  }

  private InvalidModelException neverWritten() {
    return storage
        .place()
        .inconsistent("the values of dataset '%s' were never written".formatted(path));
  }

  private static float[] decode(ByteBuffer bytes, int itemSize, int count) {
    float[] values = new float[count];
    switch (itemSize) {
      case 2 -> {
        for (int index = 0; index < count; index++) {
          values[index] = FloatingPoint.toFloat(bytes.getShort(2 * index));
        }
      }
      case 4 -> {
        FloatBuffer floats = bytes.asFloatBuffer();
        floats.get(values);
      }
      default -> {
        for (int index = 0; index < count; index++) {
          values[index] = (float) bytes.getDouble(8 * index);
        }
      }
    }
    return values;
  }
}
