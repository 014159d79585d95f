package io.forwardpass.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A text file with the name of a class a line. */
final class LabelsFile {
  /** What some editors put before the first letter of a UTF-8 file. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private LabelsFile() {}

  static List<String> read(String uri, Configuration hadoop) {
    Place place = Place.of("labels file", uri, hadoop);
    if (!place.isFile()) {
      throw JobException.noSuchFile("labels file", uri);
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                place.files().open(place.path()), StandardCharsets.UTF_8.newDecoder()))) {
      List<String> labels =
          lines
              .lines()
              .map(line -> line.replace(BYTE_ORDER_MARK, "").strip())
              .filter(line -> !line.isEmpty())
              .toList();
      if (labels.isEmpty()) {
        throw JobException.noLabels(uri);
      }
      return labels;
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof CharacterCodingException
          ? JobException.labelsNotUtf8(uri)
          : place.inaccessible(e.getCause());
    } catch (IOException e) {
      throw place.inaccessible(e);
    }
  }
}
