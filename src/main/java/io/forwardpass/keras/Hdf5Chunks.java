package io.forwardpass.keras;

import io.jhdf.Constants;
import io.jhdf.btree.BTreeV1;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.DatasetInfo;
import io.jhdf.dataset.chunked.indexing.BTreeIndex;
import io.jhdf.dataset.chunked.indexing.ChunkIndex;
import io.jhdf.dataset.chunked.indexing.ExtensibleArrayIndex;
import io.jhdf.dataset.chunked.indexing.FixedArrayIndex;
import io.jhdf.dataset.chunked.indexing.ImplicitChunkIndex;
import io.jhdf.dataset.chunked.indexing.SingleChunkIndex;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A dataset that is stored as blocks of equal shape, each perhaps compressed. Keras does not write
 * such files; tools that repack HDF5 do.
 */
record Hdf5Chunks(Hdf5Storage storage, Hdf5Header header, List<Long> dims, int itemSize) {

  /** All values in row-major order, as stored; empty where none was ever written. */
  Optional<ByteBuffer> read(DataLayoutMessage layout, int size) {
    int[] chunkDims = chunkDims(layout);
    long grid = 1;
    int chunkSize = itemSize;
    for (int axis = 0; axis < chunkDims.length; axis++) {
      if (chunkDims[axis] < 1 || chunkDims[axis] > dims.get(axis)) {
        throw new HdfException("chunks of " + Arrays.toString(chunkDims) + " in " + dims);
      }
      grid = Math.multiplyExact(grid, (dims.get(axis) + chunkDims[axis] - 1) / chunkDims[axis]);
      chunkSize = Math.multiplyExact(chunkSize, chunkDims[axis]);
    }
    Collection<Chunk> chunks = chunks(layout, chunkDims, chunkSize);
    if (chunks.isEmpty()) {
      return Optional.empty();
    }
    if (chunks.size() != grid) {
      throw new HdfException("%s of %s chunks are there".formatted(chunks.size(), grid));
    }
    byte[] values = new byte[size];
    Hdf5Filters filters = Hdf5Filters.of(header, chunkSize, itemSize);
    Set<List<Long>> seen = new HashSet<>();
    for (Chunk chunk : chunks) {
      List<Long> offset = Arrays.stream(chunk.getChunkOffset()).boxed().toList();
      if (!seen.add(offset)) {
        throw new HdfException("a chunk occurs twice");
      }
      copy(decoded(chunk, filters, chunkSize), offset, chunkDims, values);
    }
    return Optional.of(ByteBuffer.wrap(values));
  }

  private int[] chunkDims(DataLayoutMessage layout) {
    int[] declared =
        layout instanceof ChunkedDataLayoutMessage old
            ? old.getChunkDimensions()
            : ((ChunkedDataLayoutMessageV4) layout).getChunkDimensions();
    // Version 4 counts the bytes of an item as one more axis.
    if (declared.length < dims.size() || dims.isEmpty()) {
      throw new HdfException("chunks of %s axes".formatted(declared.length));
    }
    return Arrays.copyOf(declared, dims.size());
  }

  private Collection<Chunk> chunks(DataLayoutMessage layout, int[] chunkDims, int chunkSize) {
    if (layout instanceof ChunkedDataLayoutMessage old) {
      return old.getBTreeAddress() == Constants.UNDEFINED_ADDRESS
          ? List.of()
          : BTreeV1.createDataBTree(storage, old.getBTreeAddress(), dims.size()).getChunks();
    }
    long[] extent = dims.stream().mapToLong(Long::longValue).toArray();
    ChunkedDataLayoutMessageV4 message = (ChunkedDataLayoutMessageV4) layout;
    DatasetInfo info = new DatasetInfo(chunkSize, extent, chunkDims);
    long address = message.getAddress();
    if (address == Constants.UNDEFINED_ADDRESS) {
      return List.of();
    }
    ChunkIndex index =
        switch (message.getIndexingType()) {
          case ChunkedDataLayoutMessageV4.SINGLE_CHUNK_INDEX -> new SingleChunkIndex(message, info);
          case ChunkedDataLayoutMessageV4.IMPLICIT_INDEX -> new ImplicitChunkIndex(address, info);
          case ChunkedDataLayoutMessageV4.FIXED_ARRAY_INDEX ->
              new FixedArrayIndex(storage, address, info);
          case ChunkedDataLayoutMessageV4.EXTENSIBLE_ARRAY_INDEX ->
              new ExtensibleArrayIndex(storage, address, info);
          default -> new BTreeIndex(storage, address, info);
        };
    return index.getAllChunks();
  }

  private byte[] decoded(Chunk chunk, Hdf5Filters filters, int chunkSize) {
    ByteBuffer stored =
        storage.structure("a chunk", () -> storage.map(chunk.getAddress(), chunk.getSize()));
    byte[] bytes = new byte[stored.remaining()];
    stored.get(bytes);
    byte[] decoded = filters.decode(bytes, chunk.getFilterMask());
    if (decoded.length != chunkSize) {
      throw new HdfException("a chunk of %s bytes, not %s".formatted(decoded.length, chunkSize));
    }
    return decoded;
  }

  /** Copies the part of a chunk that lies inside the dataset, run by run of the last axis. */
  private void copy(byte[] chunk, List<Long> offset, int[] chunkDims, byte[] values) {
    int last = chunkDims.length - 1;
    int runs = chunk.length / itemSize / chunkDims[last];
    for (int axis = 0; axis <= last; axis++) {
      if (offset.get(axis) < 0
          || offset.get(axis) >= dims.get(axis)
          || offset.get(axis) % chunkDims[axis] != 0) {
        throw new HdfException("a chunk at " + offset);
      }
    }
    int run = (int) Math.min(chunkDims[last], dims.get(last) - offset.get(last)) * itemSize;
    for (int index = 0; index < runs; index++) {
      long target = 0;
      int rest = index;
      boolean inside = true;
      long stride = dims.get(last);
      for (int axis = last - 1; axis >= 0; axis--) {
        long position = offset.get(axis) + rest % chunkDims[axis];
        inside &= position < dims.get(axis);
        target += position * stride;
        stride *= dims.get(axis);
        rest /= chunkDims[axis];
      }
      if (inside) {
        int to = (int) (target + offset.get(last)) * itemSize;
        System.arraycopy(chunk, index * chunkDims[last] * itemSize, values, to, run);
      }
    }
  }
}
