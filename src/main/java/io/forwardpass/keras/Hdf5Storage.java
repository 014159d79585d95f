package io.forwardpass.keras;

import io.jhdf.GlobalHeap;
import io.jhdf.Superblock;
import io.jhdf.exceptions.HdfException;
import io.jhdf.exceptions.UnsupportedHdfException;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The bytes of an HDF5 file as jHDF's format classes read them: in memory, never outside the file,
 * and within a budget.
 *
 * <p>jHDF follows the addresses that it finds: a hostile file can send it in circles, or have it
 * read one node a million times. A sound file needs few reads for each structure, and few bytes for
 * each of its own; whoever needs more is stopped.
 */
final class Hdf5Storage implements HdfBackingStorage {
  /** A group's B-tree of 100,000 links needs fewer; a recursion of as many fits any stack. */
  private static final int READS_PER_STRUCTURE = 1000;

  private static final long SPARE_BYTES = 16L << 20;
  private static final int DEEPEST_BTREE = 16;

  // "BTHD", "FAHD" and "EAHD" as little-endian integers.
  private static final int BTREE_V2 = 0x44485442;
  private static final int FIXED_ARRAY = 0x44484146;
  private static final int EXTENSIBLE_ARRAY = 0x44484145;

  private final ByteBuffer file;
  private final Place place;
  private final Superblock superblock;
  private final Map<Long, GlobalHeap> heaps = new HashMap<>();
  private int structureReads = READS_PER_STRUCTURE;
  private long reads;
  private long bytes;
  private long decodedBytes;

  Hdf5Storage(ByteBuffer file, Place place) {
    this.file = file.asReadOnlyBuffer();
    this.place = place;
    this.reads = 10_000L + file.capacity() / 8;
    this.bytes = 16L * file.capacity() + SPARE_BYTES;
    this.decodedBytes = 10L * file.capacity() + SPARE_BYTES;
    this.superblock =
        structure(
            "the HDF5 superblock",
            () -> Superblock.readSuperblock(this.file.duplicate().order(ByteOrder.LITTLE_ENDIAN)));
    if (superblock.getSizeOfOffsets() != 8
        || superblock.getSizeOfLengths() != 8
        || superblock.getBaseAddressByte() != 0) {
      throw place.unsupported(
          "its HDF5 part has addresses of another size than 8 bytes, or does not start at 0;"
              + " save the model again with Keras");
    }
    if (superblock.getEndOfFileAddress() > file.capacity()) {
      throw place.damaged(
          "the HDF5 part is truncated: it has %s of %s bytes"
              .formatted(file.capacity(), superblock.getEndOfFileAddress()));
    }
  }

  Place place() {
    return place;
  }

  /** Runs one step of jHDF; its failures come out as ours. */
  <T> T structure(String what, Supplier<T> step) {
    structureReads = READS_PER_STRUCTURE;
    try {
      return step.get();
    } catch (InvalidModelException | UnsupportedModelException ours) {
      throw ours;
    } catch (UnsupportedHdfException failure) {
      throw place.unsupported(
          what + " uses a feature of HDF5 that is not supported; save the model again with Keras");
    } catch (RuntimeException | StackOverflowError failure) {
      throw damaged(what, failure);
    }
  }

  InvalidModelException damaged(String what, Throwable cause) {
    return place.damaged(what + " cannot be read: the HDF5 structure is damaged", cause);
  }

  /** To be called before memory is taken for data, whatever size the file declares for it. */
  void charge(long size, String what) {
    decodedBytes -= size;
    if (size < 0 || decodedBytes < 0) {
      throw place.inconsistent(
          what
              + " declares more data than a file of %s bytes can reasonably hold"
                  .formatted(size()));
    }
  }

  /** An object of a global heap, where HDF5 keeps strings of variable length. */
  ByteBuffer heapObject(long address, int index) {
    return heaps
        .computeIfAbsent(address, where -> new GlobalHeap(this, where))
        .getObjectData(index);
  }

  @Override
  public ByteBuffer map(long address, long length) {
    if (address < 0 || length < 0 || address > size() - length) {
      throw new HdfException("%s bytes at %s are outside the file".formatted(length, address));
    }
    structureReads--;
    reads--;
    bytes -= length;
    if (structureReads < 0 || reads < 0 || bytes < 0) {
      throw new HdfException("the structure is followed in circles");
    }
    ByteBuffer part =
        file.slice(Math.toIntExact(address), Math.toIntExact(length))
            .order(ByteOrder.LITTLE_ENDIAN);
    checkCounts(part);
    return part;
  }

  /** jHDF sizes lists by these counts before it reads a single element. */
  private void checkCounts(ByteBuffer part) {
    int signature = part.capacity() < 4 ? 0 : part.getInt(0);
    switch (signature) {
      case BTREE_V2 -> {
        checkCount(part, 26);
        if (part.getShort(12) < 0 || part.getShort(12) > DEEPEST_BTREE) {
          throw new HdfException("a B-tree of depth " + part.getShort(12));
        }
      }
      case FIXED_ARRAY -> checkCount(part, 8);
      case EXTENSIBLE_ARRAY -> checkCount(part, 44);
      default -> {}
    }
  }

  private void checkCount(ByteBuffer part, int position) {
    if (position + 8 <= part.capacity()) {
      long count = part.getLong(position);
      if (count < 0 || count > size()) {
        throw new HdfException("a count of " + count);
      }
    }
  }

  @Override
  public ByteBuffer readBufferFromAddress(long address, int length) {
    return map(address, length);
  }

  @Override
  public ByteBuffer mapNoOffset(long address, long length) {
    return map(address, length);
  }

  @Override
  public long getUserBlockSize() {
    return 0;
  }

  @Override
  public Superblock getSuperblock() {
    return superblock;
  }

  @Override
  public FileChannel getFileChannel() {
    throw new HdfException("there is no file, only its bytes");
  }

  @Override
  public int getSizeOfOffsets() {
    return superblock.getSizeOfOffsets();
  }

  @Override
  public int getSizeOfLengths() {
    return superblock.getSizeOfLengths();
  }

  @Override
  public void close() {}

  @Override
  public long size() {
    return file.capacity();
  }

  @Override
  public boolean inMemory() {
    return true;
  }
}
