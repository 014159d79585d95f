package io.forwardpass.job;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file that is read whole, whose size is therefore limited, whatever lies in its place. */
record SmallFile(Place place, int mostMebibytes) {

  /** Throws where there are more; no more than that are read. */
  byte[] bytes() throws IOException {
    int most = mostMebibytes << 20;
    try (InputStream file = place.files().open(place.path())) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] part = new byte[1 << 16];
      for (int read = file.read(part); read >= 0; read = file.read(part)) {
        bytes.write(part, 0, read);
        if (bytes.size() > most) {
          throw JobException.tooLarge(place.what(), place.uri(), mostMebibytes);
        }
      }
      return bytes.toByteArray();
    }
  }
}
