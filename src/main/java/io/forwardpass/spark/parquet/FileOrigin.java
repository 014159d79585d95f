package io.forwardpass.spark.parquet;

import java.util.Map;
import org.apache.parquet.SemanticVersion;
import org.apache.parquet.SemanticVersion.SemanticVersionParseException;
import org.apache.parquet.Version;
import org.apache.parquet.VersionParser;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.VersionParser.VersionParseException;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.rewrite.ParquetRewriter;

/**
 * Who wrote a Parquet file, by its footer.
 *
 * @param createdBy null where the footer does not say
 * @param metadata what the writer put there beside
 */
record FileOrigin(String createdBy, Map<String, String> metadata) {

  /** What Spark's own writer puts there, and others pass on who rewrite its files. */
  private static final String SPARK = "org.apache.spark.version";

  private static final String LIBRARY = "parquet-mr";

  /** The first with which a Spark wrote page indexes, but for 1.12.0, whose offsets are wrong. */
  private static final SemanticVersion FIRST = new SemanticVersion(1, 12, 1);

  /** What this JVM's Parquet calls itself. */
  private static final String OWN = own();

  static FileOrigin of(FileMetaData file) {
    return new FileOrigin(file.getCreatedBy(), file.getKeyValueMetaData());
  }

  /** By reflection, because the compiler would put in the version that it sees. */
  private static String own() {
    try {
      return (String) Version.class.getField("FULL_VERSION").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Parquet does not know its version", e);
    }
  }

  /**
   * Whether Spark wrote it, with this Parquet or with an older release that says the same by its
   * statistics and indexes. What a vendor or a later version means by them is not known.
   */
  boolean isSpark() {
    return metadata.containsKey(SPARK)
        && !metadata.containsKey(ParquetRewriter.ORIGINAL_CREATED_BY_KEY)
        && createdBy != null
        && (createdBy.equals(OWN) || isRelease());
  }

  private boolean isRelease() {
    try {
      ParsedVersion written = VersionParser.parse(createdBy);
      return written.application.equals(LIBRARY)
          && written.hasSemanticVersion()
          && isRelease(written.getSemanticVersion());
    } catch (VersionParseException e) {
      return false;
    }
  }

  private static boolean isRelease(SemanticVersion version) {
    return !version.prerelease
        && version.pre == null
        && version.buildInfo == null
        && version.compareTo(FIRST) >= 0
        && version.compareTo(ownVersion()) <= 0;
  }

  private static SemanticVersion ownVersion() {
    try {
      return SemanticVersion.parse(VersionParser.parse(OWN).version);
    } catch (VersionParseException | SemanticVersionParseException e) {
      throw new IllegalStateException("Parquet calls itself " + OWN, e);
    }
  }
}
