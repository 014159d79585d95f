package io.forwardpass.keras;

import io.jhdf.Constants;
import io.jhdf.FractalHeap;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.AttributeNameForIndexedAttributesRecord;
import io.jhdf.exceptions.HdfException;
import io.jhdf.exceptions.UnsupportedHdfException;
import io.jhdf.object.message.DataSpace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An attribute that holds text: the only kind that Keras' metadata needs. */
final class Hdf5Attribute {
  private static final int CLASS_STRING = 3;
  private static final int CLASS_VARIABLE_LENGTH = 9;
  private static final int VARIABLE_LENGTH_ENTRY = 16;
  private static final long STRING_OVERHEAD = 64;

  private final Hdf5Storage storage;
  private final ByteBuffer type;
  private final long count;
  private final ByteBuffer data;

  private Hdf5Attribute(Hdf5Storage storage, ByteBuffer type, long count, ByteBuffer data) {
    this.storage = storage;
    this.type = type;
    this.count = count;
    this.data = data;
  }

  static Optional<Hdf5Attribute> find(Hdf5Storage storage, Hdf5Header header, String name) {
    for (ByteBuffer message : messages(storage, header)) {
      Optional<Hdf5Attribute> found = parse(storage, message, name);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static List<ByteBuffer> messages(Hdf5Storage storage, Hdf5Header header) {
    List<ByteBuffer> messages = new ArrayList<>();
    header.all(Hdf5Header.ATTRIBUTE).forEach(message -> messages.add(message.data()));
    header.only(Hdf5Header.ATTRIBUTE_INFO).ifPresent(info -> addDense(storage, info, messages));
    return messages;
  }

  private static void addDense(Hdf5Storage storage, ByteBuffer info, List<ByteBuffer> messages) {
    boolean counted = (info.get(1) & 1) != 0;
    long heapAddress = info.getLong(counted ? 4 : 2);
    long treeAddress = info.getLong(counted ? 12 : 10);
    if (heapAddress == Constants.UNDEFINED_ADDRESS) {
      return;
    }
    FractalHeap heap = new FractalHeap(storage, heapAddress);
    BTreeV2<AttributeNameForIndexedAttributesRecord> tree = new BTreeV2<>(storage, treeAddress);
    for (AttributeNameForIndexedAttributesRecord attribute : tree.getRecords()) {
      messages.add(heap.getId(attribute.getHeapId()).slice().order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  /** HDF5 file format, IV.A.2.m: name, type, extent and data, padded to 8 bytes in version 1. */
  private static Optional<Hdf5Attribute> parse(
      Hdf5Storage storage, ByteBuffer message, String wanted) {
    int version = message.get(0);
    if (version < 1 || version > 3) {
      throw new UnsupportedHdfException("attribute version " + version);
    }
    int nameSize = Short.toUnsignedInt(message.getShort(2));
    int typeSize = Short.toUnsignedInt(message.getShort(4));
    int extentSize = Short.toUnsignedInt(message.getShort(6));
    int pad = version == 1 ? 7 : 0;
    int nameAt = version == 3 ? 9 : 8;
    int typeAt = nameAt + ((nameSize + pad) & ~pad);
    int extentAt = typeAt + ((typeSize + pad) & ~pad);
    int dataAt = extentAt + ((extentSize + pad) & ~pad);
    byte[] name = new byte[nameSize];
    message.get(nameAt, name);
    if (!text(name).equals(wanted)) {
      return Optional.empty();
    }
    if (version > 1 && message.get(1) != 0) {
      throw new UnsupportedHdfException("attribute with a shared type");
    }
    DataSpace extent =
        DataSpace.readDataSpace(little(message, extentAt, extentSize), storage.getSuperblock());
    ByteBuffer data = little(message, dataAt, message.limit() - dataAt);
    ByteBuffer type = little(message, typeAt, typeSize);
    return Optional.of(new Hdf5Attribute(storage, type, extent.getTotalLength(), data));
  }

  private static ByteBuffer little(ByteBuffer from, int at, int size) {
    return from.slice(at, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  List<String> strings() {
    if (count == 0) {
      return List.of();
    }
    int kind = type.get(0) & 0x0f;
    int flags = type.get(1);
    int size = type.getInt(4);
    boolean variable = kind == CLASS_VARIABLE_LENGTH && (flags & 0x0f) == 1;
    if (!variable && kind != CLASS_STRING) {
      throw new HdfException("not text");
    }
    if (size < 1 || (variable && size != VARIABLE_LENGTH_ENTRY) || count > data.limit() / size) {
      throw new HdfException("%s texts of %s bytes".formatted(count, size));
    }
    storage.charge(STRING_OVERHEAD * count, "a text attribute");
    List<String> strings = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      byte[] bytes = variable ? variable(index * size) : fixed(index * size, size);
      strings.add(text(bytes));
    }
    return strings;
  }

  private byte[] fixed(int at, int size) {
    byte[] bytes = new byte[size];
    data.get(at, bytes);
    return bytes;
  }

  private byte[] variable(int at) {
    int length = data.getInt(at);
    int index = data.getInt(at + 12);
    if (length == 0 || index == 0) {
      return new byte[0];
    }
    storage.charge(length, "a text attribute");
    byte[] bytes = new byte[length];
    storage.heapObject(data.getLong(at + 4), index).get(0, bytes);
    return bytes;
  }

  /** Up to the padding. */
  private static String text(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
