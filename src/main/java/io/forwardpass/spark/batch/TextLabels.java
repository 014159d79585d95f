package io.forwardpass.spark.batch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Labels as texts. No object is made of one: its bytes are looked up where they lie, and those of a
 * dictionary once a batch.
 */
final class TextLabels implements LabelReader {
  /** A longer text that is no label is not named. */
  private static final int LONGEST_NAME = 100;

  /** Dictionaries of more entries are not those of labels. */
  private static final int DICTIONARY = 1 << 12;

  private static final int NOT_LOOKED_UP = Integer.MIN_VALUE;

  private final EvaluationCounts counts;

  /** The known texts, and their numbers, by hash; {@code null} where there is none. */
  private final byte[][] texts;

  private final int[] numbers;
  private final byte[] bytes;
  private final int[] byEntry = new int[DICTIONARY];
  private int named;

  TextLabels(List<String> labels, EvaluationCounts counts) {
    this.counts = counts;
    int entries = labels.size() + EvaluationCounts.UNKNOWN_LABELS;
    this.texts = new byte[Integer.highestOneBit(entries) * 4][];
    this.numbers = new int[texts.length];
    int longest = LONGEST_NAME;
    for (int label = 0; label < labels.size(); label++) {
      byte[] text = labels.get(label).getBytes(StandardCharsets.UTF_8);
      longest = Math.max(longest, text.length);
      put(slot(text, text.length), text, label);
    }
    this.bytes = new byte[longest];
  }

  private void put(int slot, byte[] text, int number) {
    texts[slot] = text;
    numbers[slot] = number;
  }

  /** Where a text stands, or would. */
  private int slot(byte[] text, int length) {
    int mask = texts.length - 1;
    int slot = Murmur3_x86_32.hashUnsafeBytes(text, Platform.BYTE_ARRAY_OFFSET, length, 42) & mask;
    while (texts[slot] != null
        && !Arrays.equals(texts[slot], 0, texts[slot].length, text, 0, length)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** The number of the text that the first {@code length} of {@link #bytes} are. */
  private int find(int length) {
    int slot = slot(bytes, length);
    if (texts[slot] != null) {
      return numbers[slot];
    }
    if (named == EvaluationCounts.UNKNOWN_LABELS || length > LONGEST_NAME) {
      return EvaluationCounts.OTHER_UNKNOWN;
    }
    byte[] text = Arrays.copyOf(bytes, length);
    put(slot, text, counts.unknown(new String(text, StandardCharsets.UTF_8)));
    named++;
    return numbers[slot];
  }

  private int find(Object base, long offset, int length) {
    if (length > bytes.length) {
      return EvaluationCounts.OTHER_UNKNOWN;
    }
    Platform.copyMemory(base, offset, bytes, Platform.BYTE_ARRAY_OFFSET, length);
    return find(length);
  }

  private int find(UTF8String text) {
    return find(text.getBaseObject(), text.getBaseOffset(), text.numBytes());
  }

  @Override
  public void read(ColumnVector vector, int from, int rows, int[] to) {
    WritableColumnVector own = vector instanceof WritableColumnVector writable ? writable : null;
    boolean dictionary = own != null && own.hasDictionary();
    if (dictionary) {
      Arrays.fill(byEntry, NOT_LOOKED_UP);
    }
    for (int row = 0; row < rows; row++) {
      int at = from + row;
      if (vector.isNullAt(at)) {
        to[row] = UNLABELLED;
      } else if (dictionary) {
        to[row] = entry(own, at);
      } else if (own != null) {
        to[row] = find(own.arrayData(), own.getArrayOffset(at), own.getArrayLength(at));
      } else {
        to[row] = find(vector.getUTF8String(at));
      }
    }
  }

  private int entry(WritableColumnVector vector, int row) {
    int entry = vector.getDictionaryIds().getDictId(row);
    if (entry >= DICTIONARY) {
      return find(vector.getUTF8String(row));
    }
    if (byEntry[entry] == NOT_LOOKED_UP) {
      byEntry[entry] = find(vector.getUTF8String(row));
    }
    return byEntry[entry];
  }

  private int find(WritableColumnVector data, int offset, int length) {
    if (length > bytes.length) {
      return EvaluationCounts.OTHER_UNKNOWN;
    }
    for (int index = 0; index < length; index++) {
      bytes[index] = data.getByte(offset + index);
    }
    return find(length);
  }

  /** An {@link UnsafeRow} holds a text's place and length in the slot of its field. */
  @Override
  public int read(InternalRow row, int ordinal) {
    if (row instanceof UnsafeRow unsafe) {
      long place = unsafe.getLong(ordinal);
      return find(
          unsafe.getBaseObject(), unsafe.getBaseOffset() + (place >>> Integer.SIZE), (int) place);
    }
    return find(row.getUTF8String(ordinal));
  }
}
