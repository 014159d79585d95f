package io.forwardpass.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A text file with the name of a class a line. */
final class LabelsFile {
  /** What some editors put before the first letter of a UTF-8 file. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final int MOST_MEBIBYTES = 16;

  private LabelsFile() {}

  static List<String> read(String uri, Configuration hadoop) {
    Place place = Place.of("labels file", uri, hadoop);
    if (!place.isFile()) {
      throw JobException.noSuchFile("labels file", uri);
    }
    try {
      byte[] bytes = new SmallFile(place, MOST_MEBIBYTES).bytes();
      List<String> labels =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes))
              .toString()
              .lines()
              .map(line -> line.replace(BYTE_ORDER_MARK, "").strip())
              .filter(line -> !line.isEmpty())
              .toList();
      if (labels.isEmpty()) {
        throw JobException.noLabels(uri);
      }
      return labels;
    } catch (CharacterCodingException e) {
      throw JobException.labelsNotUtf8(uri);
    } catch (IOException e) {
      throw place.inaccessible(e);
    }
  }
}
