package io.forwardpass.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's table of layers is the readers' table. */
final class ReadmeLayersTest {
  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  @Test
  void theReadmeNamesTheLayersThatAreRead() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    int from = readme.indexOf("Layers, by their Keras names:");
    String table = readme.substring(from, readme.indexOf("Masks are carried", from));
    Set<String> named = new TreeSet<>();
    Matcher name = NAME.matcher(table);
    while (name.find()) {
      named.add(name.group(1));
    }
    Set<String> read = new TreeSet<>(LayerReaders.classes());
    read.addAll(CellReaders.classes());
    assertEquals(read, named);
  }
}
