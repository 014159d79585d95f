package io.forwardpass.keras;

import io.jhdf.exceptions.HdfException;
import io.jhdf.exceptions.UnsupportedHdfException;
import io.jhdf.filter.ByteShuffleFilter;
import io.jhdf.filter.LzfFilter;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What undoes a chunk's compression: deflate (gzip), shuffle, Fletcher-32 and LZF, as h5py writes
 * them.
 *
 * <p>LZ4 and Bitshuffle are refused: the fast LZ4 decompressor that they need reads outside of its
 * input for crafted data (CVE-2025-12183), and Spark ships such a version. jHDF's own deflate has
 * no limit on what comes out.
 */
record Hdf5Filters(List<FilterInfo> filters, int chunkSize, int itemSize) {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER_32 = 3;
  private static final int LZF = 32000;
  private static final int MOST_FILTERS = 8;
  private static final int CHECKSUM = 4;

  static Hdf5Filters of(Hdf5Header header, int chunkSize, int itemSize) {
    List<FilterInfo> filters =
        header
            .only(Hdf5Header.FILTERS)
            .map(data -> new FilterPipelineMessage(data, new BitSet()).getFilters())
            .orElse(List.of());
    if (filters.size() > MOST_FILTERS) {
      throw new HdfException("%s filters".formatted(filters.size()));
    }
    return new Hdf5Filters(filters, chunkSize, itemSize);
  }

  /** Undoes the filters in reverse order; {@code skipped} marks those that were not applied. */
  byte[] decode(byte[] stored, BitSet skipped) {
    byte[] bytes = stored;
    for (int index = filters.size() - 1; index >= 0; index--) {
      if (!skipped.get(index)) {
        bytes = decode(bytes, filters.get(index));
      }
    }
    return bytes;
  }

  private byte[] decode(byte[] bytes, FilterInfo filter) {
    return switch (filter.getId()) {
      case DEFLATE -> inflate(bytes);
      case SHUFFLE -> {
        if (filter.getData()[0] != itemSize) {
          throw new HdfException("shuffled by another size than that of an item");
        }
        yield new ByteShuffleFilter().decode(bytes, filter.getData());
      }
      case FLETCHER_32 -> Arrays.copyOf(bytes, bytes.length - CHECKSUM);
      case LZF -> {
        if (filter.getData()[2] != chunkSize) {
          throw new HdfException("compressed from another size than that of a chunk");
        }
        yield new LzfFilter().decode(bytes, filter.getData());
      }
      default -> throw new UnsupportedHdfException("filter " + filter.getId());
    };
  }

  private byte[] inflate(byte[] compressed) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(compressed);
      byte[] inflated = new byte[chunkSize + CHECKSUM];
      int size = 0;
      int more = 1;
      while (more > 0) {
        more = inflater.inflate(inflated, size, inflated.length - size);
        size += more;
      }
      if (!inflater.finished()) {
        throw new HdfException("compressed data that does not end with its chunk");
      }
      return Arrays.copyOf(inflated, size);
    } catch (DataFormatException failure) {
      throw new HdfException("compressed data is damaged", failure);
    } finally {
      inflater.end();
    }
  }
}
