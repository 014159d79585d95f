package io.forwardpass.keras;

import io.jhdf.checksum.ChecksumUtils;
import io.jhdf.exceptions.HdfException;
import io.jhdf.exceptions.UnsupportedHdfException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The header of an HDF5 object: messages of known types, of which each reader takes its own.
 *
 * <p>It is read here and not by jHDF, which decodes every message of every header: one attribute
 * that it does not understand hides the whole object, and a header that continues in itself never
 * ends.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 file
 *     format, IV.A</a>
 */
record Hdf5Header(List<Message> messages) {
  static final int DATASPACE = 1;
  static final int LINK_INFO = 2;
  static final int DATATYPE = 3;
  static final int LINK = 6;
  static final int EXTERNAL_FILES = 7;
  static final int LAYOUT = 8;
  static final int FILTERS = 11;
  static final int ATTRIBUTE = 12;
  private static final int CONTINUATION = 16;
  static final int SYMBOL_TABLE = 17;
  static final int ATTRIBUTE_INFO = 21;

  private static final int MOST_MESSAGES = 0xffff;
  private static final int MOST_BLOCKS = 1000;
  private static final int SIGNATURE_OHDR = 0x5244484f;
  private static final int SIGNATURE_OCHK = 0x4b48434f;

  /** One message; {@code shared} means that its content stands elsewhere. */
  record Message(int type, boolean shared, ByteBuffer content) {
    ByteBuffer data() {
      if (shared) {
        throw new UnsupportedHdfException("shared message");
      }
      return content.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  List<Message> all(int type) {
    return messages.stream().filter(message -> message.type == type).toList();
  }

  boolean has(int type) {
    return messages.stream().anyMatch(message -> message.type == type);
  }

  /** The content of the one message of that type. */
  Optional<ByteBuffer> only(int type) {
    List<Message> found = all(type);
    if (found.size() > 1) {
      throw new HdfException("message type %s occurs %s times".formatted(type, found.size()));
    }
    return found.stream().findFirst().map(Message::data);
  }

  static Hdf5Header read(Hdf5Storage storage, long address) {
    List<Message> messages = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    ByteBuffer start = storage.map(address, 16);
    boolean old = start.get(0) == 1;
    blocks.add(old ? oldBlock(storage, address, start) : newBlock(storage, address, start));
    Set<Long> seen = new HashSet<>();
    for (int index = 0; index < blocks.size(); index++) {
      for (Message message : blocks.get(index).messages()) {
        if (message.type == CONTINUATION) {
          ByteBuffer data = message.data();
          long continuation = data.getLong();
          if (!seen.add(continuation)) {
            throw new HdfException("a header continues in itself");
          }
          blocks.add(blocks.get(index).next(storage, continuation, data.getLong()));
        } else {
          messages.add(message);
        }
      }
      if (messages.size() > MOST_MESSAGES || blocks.size() > MOST_BLOCKS) {
        throw new HdfException("too many messages in a header");
      }
    }
    return new Hdf5Header(messages);
  }

  private static Block oldBlock(Hdf5Storage storage, long address, ByteBuffer start) {
    return new Block(storage.map(address + 16, Integer.toUnsignedLong(start.getInt(8))), true, 0);
  }

  private static Block newBlock(Hdf5Storage storage, long address, ByteBuffer start) {
    int flags = start.get(5);
    if (start.getInt(0) != SIGNATURE_OHDR || start.get(4) != 2) {
      throw new HdfException("no object header at " + address);
    }
    int sizeAt = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
    int sizeBytes = 1 << (flags & 3);
    ByteBuffer prefix = storage.map(address, sizeAt + sizeBytes);
    long size = 0;
    for (int index = sizeBytes - 1; index >= 0; index--) {
      size = size << 8 | Byte.toUnsignedLong(prefix.get(sizeAt + index));
    }
    ByteBuffer whole = storage.map(address, Math.addExact(prefix.capacity() + 4L, size));
    ChecksumUtils.validateChecksum(whole.duplicate().order(ByteOrder.LITTLE_ENDIAN));
    int from = prefix.capacity();
    return new Block(
        whole.slice(from, whole.capacity() - from - 4), false, (flags & 4) != 0 ? 6 : 4);
  }

  /**
   * A run of messages.
   *
   * @param old whether messages are laid out as in version 1
   * @param prefix the bytes before a message's content, in version 2
   */
  private record Block(ByteBuffer bytes, boolean old, int prefix) {

    List<Message> messages() {
      ByteBuffer rest = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      List<Message> messages = new ArrayList<>();
      while (rest.remaining() >= (old ? 8 : prefix) && messages.size() <= MOST_MESSAGES) {
        int at = rest.position();
        int type = old ? Short.toUnsignedInt(rest.getShort(at)) : Byte.toUnsignedInt(rest.get(at));
        int size = Short.toUnsignedInt(rest.getShort(at + (old ? 2 : 1)));
        int flags = rest.get(at + (old ? 4 : 3));
        rest.position(at + (old ? 8 : prefix));
        messages.add(new Message(type, (flags & 2) != 0, rest.slice(rest.position(), size)));
        rest.position(rest.position() + size);
      }
      return messages;
    }

    Block next(Hdf5Storage storage, long address, long length) {
      ByteBuffer block = storage.map(address, length);
      if (old) {
        return new Block(block, true, 0);
      }
      if (block.getInt(0) != SIGNATURE_OCHK) {
        throw new HdfException("no header continuation at " + address);
      }
      ChecksumUtils.validateChecksum(block.duplicate().order(ByteOrder.LITTLE_ENDIAN));
      return new Block(block.slice(4, block.capacity() - 8), false, prefix);
    }
  }
}
