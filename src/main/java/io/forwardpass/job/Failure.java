package io.forwardpass.job;

import io.forwardpass.keras.InvalidModelException;
import io.forwardpass.keras.UnsupportedModelException;
import io.forwardpass.registry.RegistryException;
import io.forwardpass.spark.IncompatibleTableException;
import io.forwardpass.spark.batch.GoldenRowException;
import io.forwardpass.spark.batch.InvalidRowException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.sql.AnalysisException;

/**
 * What a run's exception means to the user.
 *
 * @param message one line, without the exception's class
 */
record Failure(ExitCode code, String message) {

  Failure {
    message = Secrets.hidden(message);
  }

  /**
   * A task's exception comes back as a cause where the task ran in this JVM, and only as text in
   * the message of Spark's own exception where it ran elsewhere.
   */
  private static final Pattern REMOTE_INVALID_ROW =
      Pattern.compile(Pattern.quote(InvalidRowException.class.getName()) + ": ([^\n]*)");

  private static final Pattern REMOTE_GOLDEN_ROW =
      Pattern.compile(Pattern.quote(GoldenRowException.class.getName()) + ": ([^\n]*)");

  private static final Pattern REMOTE_DATA =
      Pattern.compile(
          "org\\.apache\\.spark\\.Spark\\w+Exception: (\\[[A-Z0-9_.]+\\] [^\n]*?) SQLSTATE: 22\\w{3}");

  private static final Pattern LOST =
      Pattern.compile(
          "ExecutorLostFailure|SparkContext was shut down|cancelled because SparkContext"
              + "|FetchFailed|Initial job has not accepted any resources");

  static Failure of(Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    for (Throwable cause : chain) {
      Optional<Failure> known = known(cause, chain);
      if (known.isPresent()) {
        return known.get();
      }
    }
    return ofText(thrown, chain);
  }

  private static Optional<Failure> known(Throwable cause, List<Throwable> chain) {
    if (cause instanceof JobException own) {
      return failure(own.code(), own.getMessage());
    } else if (cause instanceof InvalidModelException
        || cause instanceof UnsupportedModelException
        || cause instanceof IncompatibleTableException
        || cause instanceof GoldenRowException) {
      return failure(ExitCode.CONFIG, cause.getMessage());
    } else if (cause instanceof RegistryException registry) {
      return failure(registry(registry.kind()), registry.getMessage());
    } else if (cause instanceof InvalidRowException) {
      return failure(ExitCode.DATA, cause.getMessage());
    } else if (cause instanceof SQLException) {
      return failure(ExitCode.CONFIG, JobException.database(cause));
    } else if (cause instanceof OutOfMemoryError) {
      return failure(ExitCode.CONFIG, JobException.outOfMemory(cause));
    } else if (cause instanceof StackOverflowError) {
      return failure(ExitCode.USAGE, JobException.tooDeep());
    }
    String text = String.valueOf(cause.getMessage());
    Matcher remote = REMOTE_INVALID_ROW.matcher(text);
    Matcher golden = REMOTE_GOLDEN_ROW.matcher(text);
    if (remote.find()) {
      return failure(ExitCode.DATA, remote.group(1).strip());
    } else if (golden.find()) {
      return failure(ExitCode.CONFIG, golden.group(1).strip());
    } else if (ReadFailure.isOne(cause)) {
      return ReadFailure.of(chain);
    } else if (cause instanceof AnalysisException) {
      return failure(analysis(text), JobException.wholeLine(text));
    }
    return userData(cause, text);
  }

  private static ExitCode registry(RegistryException.Kind kind) {
    return switch (kind) {
      case UNAVAILABLE -> ExitCode.UNAVAILABLE;
      case UNREADABLE -> ExitCode.NO_INPUT;
      case UNSUITABLE -> ExitCode.CONFIG;
    };
  }

  private static Optional<Failure> userData(Throwable cause, String text) {
    Matcher remote = REMOTE_DATA.matcher(text);
    if (SparkFailure.isOfData(cause)) {
      return failure(ExitCode.DATA, JobException.wholeLine(text));
    } else if (remote.find()) {
      return failure(ExitCode.DATA, JobException.wholeLine(remote.group(1)));
    }
    return Optional.empty();
  }

  private static ExitCode analysis(String text) {
    if (text.startsWith("[PATH_NOT_FOUND]") || text.startsWith("[TABLE_OR_VIEW_NOT_FOUND]")) {
      return ExitCode.NO_INPUT;
    } else if (text.contains("ALREADY_EXISTS]") && !text.startsWith("[COLUMN_ALREADY_EXISTS]")) {
      return ExitCode.CANNOT_WRITE;
    }
    return ExitCode.CONFIG;
  }

  private static Failure ofText(Throwable thrown, List<Throwable> chain) {
    for (Throwable cause : chain) {
      if (isTemporary(cause) || LOST.matcher(String.valueOf(cause.getMessage())).find()) {
        return new Failure(
            ExitCode.TEMPORARY,
            "the cluster or a service failed: %s; run the same command again"
                .formatted(describe(cause)));
      } else if (cause instanceof FileNotFoundException
          && String.valueOf(cause.getMessage()).contains("/_temporary")) {
        return new Failure(
            ExitCode.TEMPORARY,
            "another run was writing to the output at the same time, or deleted it: %s; run the same command again"
                .formatted(describe(cause)));
      } else if (cause instanceof FileNotFoundException) {
        return new Failure(
            ExitCode.NO_INPUT,
            "a file is missing: %s; was the input changed while it was read?"
                .formatted(describe(cause)));
      } else if (cause instanceof IOException) {
        return new Failure(
            ExitCode.CANNOT_WRITE,
            "reading or writing failed: %s; the output was not completed"
                .formatted(describe(cause)));
      }
    }
    return SparkFailure.of(chain)
        .orElseGet(
            () ->
                new Failure(
                    ExitCode.INTERNAL,
                    "this is a bug in Forwardpass, please report it with the trace above: "
                        + describe(thrown)));
  }

  /** Prints the one line. */
  int print(PrintWriter err) {
    err.println("forwardpass: " + Printable.of(message));
    err.flush();
    return code.code();
  }

  /** Prints the one line, and the trace where the user asked for it or where the fault is ours. */
  int print(PrintWriter err, Throwable thrown, boolean verbose) {
    if (hasTrace(verbose)) {
      thrown.printStackTrace(err);
    }
    return print(err);
  }

  boolean hasTrace(boolean verbose) {
    return verbose || code == ExitCode.INTERNAL;
  }

  private static Optional<Failure> failure(ExitCode code, String message) {
    return Optional.of(new Failure(code, message));
  }

  private static boolean isTemporary(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || cause instanceof SocketTimeoutException
        || cause instanceof UnknownHostException;
  }

  /** Whether a connection failed, be it further down: Hadoop wraps some such failures. */
  static boolean isOfConnection(Throwable thrown) {
    return chain(thrown).stream().anyMatch(Failure::isTemporary);
  }

  /** The exception in one line, with its class only where the message alone would say nothing. */
  static String describe(Throwable thrown) {
    String message = thrown.getMessage() == null ? "" : JobException.wholeLine(thrown.getMessage());
    if (thrown instanceof AccessControlException || thrown instanceof AccessDeniedException) {
      return "access denied: " + message;
    }
    boolean self = thrown instanceof IOException && !message.isEmpty();
    return self ? message : (thrown.getClass().getSimpleName() + " " + message).strip();
  }

  static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable cause = thrown;
        cause != null && !chain.contains(cause);
        cause = cause.getCause()) {
      chain.add(cause);
    }
    return chain;
  }
}
