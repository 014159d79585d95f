package io.forwardpass.keras;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip archive in memory, read through its central directory as Python does.
 *
 * <p>The JDK reads zips from files ({@code ZipFile}), or front to back and without members of
 * unknown length ({@code ZipInputStream}), which Python writes.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE 6.3, 4.3</a>
 */
final class ZipArchive {
  private static final int END = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_SIZE = 56;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCATOR_64_SIZE = 20;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_SIZE = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_SIZE = 30;
  private static final int EXTRA_64 = 1;
  private static final long IN_EXTRA_64 = 0xffffffffL;
  private static final int ENCRYPTED = 0x2041;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int MOST_MEMBERS = 1000;

  /** A member as the central directory declares it. */
  record Member(
      String name, int method, int flags, long crc, long compressed, long size, long offset) {}

  private final ByteBuffer file;
  private final Place place;
  private final Map<String, Member> members = new LinkedHashMap<>();

  ZipArchive(byte[] file, Place place) {
    this.file = ByteBuffer.wrap(file).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    this.place = place;
    try {
      readDirectory();
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException failure) {
      throw damaged(failure);
    }
  }

  Map<String, Member> members() {
    return members;
  }

  private InvalidModelException damaged(Throwable cause) {
    return place.damaged(
        "the zip archive is truncated or damaged: its directory does not fit the file", cause);
  }

  private void readDirectory() {
    int end = findEnd();
    long count = Short.toUnsignedInt(file.getShort(end + 10));
    long size = Integer.toUnsignedLong(file.getInt(end + 12));
    long offset = Integer.toUnsignedLong(file.getInt(end + 16));
    long stop = end;
    int locator = end - LOCATOR_64_SIZE;
    if (locator >= 0 && file.getInt(locator) == LOCATOR_64) {
      int end64 = Math.toIntExact(file.getLong(locator + 8));
      if (file.getInt(end64) != END_64 || end64 + END_64_SIZE > locator) {
        throw new IllegalArgumentException("no zip64 end record at " + end64);
      }
      count = file.getLong(end64 + 32);
      size = file.getLong(end64 + 40);
      offset = file.getLong(end64 + 48);
      stop = end64;
    }
    if (count < 0 || count > MOST_MEMBERS || Math.addExact(offset, size) != stop) {
      throw new IllegalArgumentException("%s members from %s".formatted(count, offset));
    }
    int at = Math.toIntExact(offset);
    for (long index = 0; index < count; index++) {
      at = readEntry(at);
    }
    if (at != stop) {
      throw new IllegalArgumentException("the directory ends at " + at);
    }
  }

  private int findEnd() {
    int first = Math.max(0, file.capacity() - END_SIZE - LONGEST_COMMENT);
    for (int at = file.capacity() - END_SIZE; at >= first; at--) {
      if (file.getInt(at) == END
          && at + END_SIZE + Short.toUnsignedInt(file.getShort(at + 20)) == file.capacity()) {
        return at;
      }
    }
    throw new IllegalArgumentException("no end record");
  }

  private int readEntry(int at) {
    if (file.getInt(at) != ENTRY) {
      throw new IllegalArgumentException("no entry at " + at);
    }
    int nameLength = Short.toUnsignedInt(file.getShort(at + 28));
    int extraLength = Short.toUnsignedInt(file.getShort(at + 30));
    int commentLength = Short.toUnsignedInt(file.getShort(at + 32));
    byte[] name = new byte[nameLength];
    file.get(at + ENTRY_SIZE, name);
    Sizes sizes =
        sizes(
            file.slice(at + ENTRY_SIZE + nameLength, extraLength).order(ByteOrder.LITTLE_ENDIAN),
            at);
    Member member =
        new Member(
            new String(name, StandardCharsets.UTF_8),
            file.getShort(at + 10),
            file.getShort(at + 8),
            Integer.toUnsignedLong(file.getInt(at + 16)),
            sizes.compressed,
            sizes.size,
            sizes.offset);
    if (members.put(member.name, member) != null) {
      throw place.inconsistent(
          "the zip archive holds '%s' twice; a Keras archive holds each member once"
              .formatted(member.name));
    }
    return at + ENTRY_SIZE + nameLength + extraLength + commentLength;
  }

  private record Sizes(long compressed, long size, long offset) {}

  /** Sizes that need more than 4 bytes stand in the extra field, in a fixed order. */
  private Sizes sizes(ByteBuffer extra, int at) {
    long compressed = Integer.toUnsignedLong(file.getInt(at + 20));
    long size = Integer.toUnsignedLong(file.getInt(at + 24));
    long offset = Integer.toUnsignedLong(file.getInt(at + 42));
    while (extra.remaining() >= 4) {
      int id = Short.toUnsignedInt(extra.getShort());
      int length = Short.toUnsignedInt(extra.getShort());
      int next = extra.position() + length;
      if (id == EXTRA_64) {
        size = size == IN_EXTRA_64 ? extra.getLong() : size;
        compressed = compressed == IN_EXTRA_64 ? extra.getLong() : compressed;
        offset = offset == IN_EXTRA_64 ? extra.getLong() : offset;
      }
      extra.position(next);
    }
    return new Sizes(compressed, size, offset);
  }

  /**
   * A member's bytes, checked against the declared size and checksum.
   *
   * @param limit the most bytes that it may have
   */
  ByteBuffer content(Member member, long limit) {
    if ((member.flags & ENCRYPTED) != 0) {
      throw place.unsupported(
          "member '%s' is encrypted; save the model without a password".formatted(member.name));
    }
    if (member.size < 0 || member.size > limit) {
      throw place.inconsistent(
          "member '%s' declares %s bytes; at most %s are allowed in a file of this size"
              .formatted(member.name, member.size, limit));
    }
    try {
      ByteBuffer stored = stored(member);
      ByteBuffer content =
          switch (member.method) {
            case STORED -> stored;
            case DEFLATED -> inflate(stored, Math.toIntExact(member.size));
            default ->
                throw place.unsupported(
                    "member '%s' is compressed by method %s; zip it stored or deflated"
                        .formatted(member.name, member.method));
          };
      CRC32 crc = new CRC32();
      crc.update(content.duplicate());
      if (content.remaining() != member.size || crc.getValue() != member.crc) {
        throw new IllegalArgumentException("another size or checksum than declared");
      }
      return content;
    } catch (IndexOutOfBoundsException
        | IllegalArgumentException
        | ArithmeticException
        | DataFormatException failure) {
      throw place.damaged(
          "member '%s' of the zip archive is damaged: its bytes do not match the directory"
              .formatted(member.name),
          failure);
    }
  }

  private ByteBuffer stored(Member member) {
    int at = Math.toIntExact(member.offset);
    if (file.getInt(at) != LOCAL || file.getShort(at + 8) != (short) member.method) {
      throw new IllegalArgumentException("no member at " + at);
    }
    int start =
        at
            + LOCAL_SIZE
            + Short.toUnsignedInt(file.getShort(at + 26))
            + Short.toUnsignedInt(file.getShort(at + 28));
    return file.slice(start, Math.toIntExact(member.compressed));
  }

  private static ByteBuffer inflate(ByteBuffer compressed, int size) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(compressed);
      byte[] inflated = new byte[size];
      int done = 0;
      int more = 1;
      while (more > 0) {
        more = inflater.inflate(inflated, done, size - done);
        done += more;
      }
      // Asks for one byte more than declared: a member that has it is not what it says.
      if (done != size || inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
        throw new DataFormatException("not the declared size");
      }
      return ByteBuffer.wrap(inflated);
    } finally {
      inflater.end();
    }
  }
}
