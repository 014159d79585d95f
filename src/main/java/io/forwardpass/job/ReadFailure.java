package io.forwardpass.job;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/** Failures of Spark's readers on a file of the input. */
final class ReadFailure {
  private static final Pattern ANY =
      Pattern.compile(
          "is not a Parquet file|FAILED_READ_FILE|MALFORMED_RECORD|ParquetDecodingException"
              + "|[cC]an not read (?:class )?[\\w.]*FileMetaData|Protocol message|Malformed ORC file");

  private static final Pattern FILE =
      Pattern.compile(
          "\\[FAILED_READ_FILE\\.(\\w+)] Encountered error while reading file (\\S+)\\. ?(.*)");

  private static final Pattern OTHER_TYPE =
      Pattern.compile(
          "reading Parquet column \\[?(.*?)]?\\. Expected Spark type (.*?), actual Parquet type (\\w+)");

  /** What Parquet's own classes print of themselves. */
  private static final String STRUCT = " Struct: \\S+";

  /** The last cause in a trace that has come as text. */
  private static final Pattern CAUSE = Pattern.compile("\nCaused by: [\\w.$]+: ([^\n]+)");

  private ReadFailure() {}

  static boolean isOne(Throwable thrown) {
    return Failure.chain(thrown).stream().anyMatch(ReadFailure::speaksOfOne);
  }

  private static boolean speaksOfOne(Throwable cause) {
    return ANY.matcher(String.valueOf(cause.getMessage())).find();
  }

  /**
   * @param chain a failure with its causes, the innermost last
   */
  static Optional<Failure> of(List<Throwable> chain) {
    Optional<Matcher> file = find(FILE, chain);
    if (file.isPresent()) {
      return Optional.of(ofFile(chain, file.get()));
    }
    return chain.stream()
        .filter(ReadFailure::speaksOfOne)
        .reduce((outer, inner) -> inner)
        .map(
            cause ->
                new Failure(
                    ExitCode.DATA,
                    "the input cannot be decoded: " + JobException.wholeLine(cause.getMessage())));
  }

  /** Whether it says of which file it is. */
  static boolean namesItsFile(Throwable thrown) {
    return find(FILE, Failure.chain(thrown)).isPresent();
  }

  /** One of a file that it does not name itself. */
  static JobException of(String encoded, Throwable thrown) {
    List<Throwable> chain = Failure.chain(thrown);
    String path = path(encoded);
    String reason = fault(path, Failure.describe(chain.get(chain.size() - 1)));
    return new JobException(ExitCode.DATA, JobException.unreadableFile(path, reason));
  }

  /** The innermost, as the outer ones say that a job was aborted. */
  private static Optional<Matcher> find(Pattern pattern, List<Throwable> chain) {
    return chain.stream()
        .map(cause -> pattern.matcher(String.valueOf(cause.getMessage())))
        .filter(Matcher::find)
        .reduce((outer, inner) -> inner);
  }

  private static Failure ofFile(List<Throwable> chain, Matcher file) {
    String path = path(file.group(2));
    Matcher otherType = OTHER_TYPE.matcher(file.group(3));
    if (otherType.find()) {
      return new Failure(
          ExitCode.DATA,
          JobException.columnOfOtherType(
              otherType.group(1), otherType.group(2), otherType.group(3), path));
    } else if (file.group(1).equals("FILE_NOT_EXIST")) {
      return new Failure(ExitCode.NO_INPUT, JobException.missingFile(path));
    }
    return new Failure(
        ExitCode.DATA, JobException.unreadableFile(path, fault(path, reason(chain, file))));
  }

  /** Spark encodes it as in a URL. */
  private static String path(String encoded) {
    return new Path(URI.create(encoded)).toString();
  }

  /** What is wrong with a file, in one line that does not repeat its path. */
  static String fault(String path, String reason) {
    return JobException.wholeLine(reason).replace(path + " ", "").replaceAll(STRUCT, "");
  }

  private static String reason(List<Throwable> chain, Matcher file) {
    Throwable innermost = chain.get(chain.size() - 1);
    if (find(FILE, List.of(innermost)).isEmpty()) {
      return Failure.describe(innermost);
    }
    String reason = file.group(3);
    Matcher cause = CAUSE.matcher(innermost.getMessage());
    while (cause.find()) {
      reason = cause.group(1);
    }
    return reason;
  }
}
