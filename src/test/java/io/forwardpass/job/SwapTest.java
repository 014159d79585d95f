package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SwapTest {
  @TempDir Path folder;

  private static Place place(String uri) {
    return Place.of("output", uri, new Configuration());
  }

  private Swap swap() {
    return new Swap(place(folder.resolve("scored").toString()));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatBelongsToAnOutputOfALikeNameStays() throws IOException {
    String run = UUID.randomUUID().toString();
    Files.createDirectory(folder.resolve("scored"));
    Files.createDirectory(folder.resolve(".scored.new-model.new-" + run));
    Files.createDirectory(folder.resolve(".scored.old-model.old-" + run));
    Files.createDirectory(folder.resolve(".scored.old-" + run));
    Files.createDirectory(folder.resolve(".scored.new-" + run));
    assertEquals(List.of(), swap().tidy());
    assertEquals(
        List.of(".scored.new-model.new-" + run, ".scored.old-model.old-" + run, "scored"), names());
  }

  @Test
  void whereTheNewTableIsGoneTheOldOneIsPutBack() throws IOException {
    Path old = Files.createDirectories(folder.resolve("scored"));
    Files.writeString(old.resolve("row"), "old");
    assertThrows(
        IOException.class,
        () ->
            swap()
                .replace(
                    fresh -> {
                      try (Stream<Path> all = Files.list(Path.of(fresh.toUri().getPath()))) {
                        assertEquals(0, all.count());
                        Files.delete(Path.of(fresh.toUri().getPath()));
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    }));
    assertEquals("old", Files.readString(old.resolve("row")));
    assertEquals(List.of("scored"), names());
  }

  @Test
  void theFolderThatAVolumeIsMountedAtIsKnown() throws IOException {
    assertTrue(Swap.isMounted(place("/proc")));
    assertFalse(Swap.isMounted(place("/proc/self")));
    assertFalse(Swap.isMounted(place(folder.resolve("new").toString())));
  }
}
