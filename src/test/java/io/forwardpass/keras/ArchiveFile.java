package io.forwardpass.keras;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A {@code .keras} file whose members can be changed; checksums always fit. */
record ArchiveFile(Map<String, byte[]> members) {
  static final String CONFIG = "config.json";
  static final String WEIGHTS = "model.weights.h5";
  static final String METADATA = "metadata.json";

  static ArchiveFile of(byte[] file) {
    Map<String, byte[]> members = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        members.put(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return new ArchiveFile(members);
  }

  ArchiveFile with(String member, byte[] content) {
    Map<String, byte[]> changed = new LinkedHashMap<>(members);
    changed.put(member, content);
    return new ArchiveFile(changed);
  }

  ArchiveFile without(String member) {
    Map<String, byte[]> changed = new LinkedHashMap<>(members);
    changed.remove(member);
    return new ArchiveFile(changed);
  }

  /** The same file with its architecture as text changed. */
  ArchiveFile withConfig(UnaryOperator<String> change) {
    String config = new String(members.get(CONFIG), StandardCharsets.UTF_8);
    String changed = change.apply(config);
    if (changed.equals(config)) {
      throw new IllegalStateException("the change found nothing in " + config);
    }
    return with(CONFIG, changed.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
        zip.closeEntry();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return bytes.toByteArray();
  }
}
