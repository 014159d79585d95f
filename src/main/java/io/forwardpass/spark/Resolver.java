package io.forwardpass.spark;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** How a session of Spark tells the names of columns apart. */
public enum Resolver {
  /** {@code a} and {@code A} are one name, as they are where nothing else is set. */
  IGNORING_CASE,
  BY_CASE;

  private static final String CASE_SENSITIVE = "spark.sql.caseSensitive";

  public static Resolver of(SparkSession session) {
    return of(session.conf().get(CASE_SENSITIVE));
  }

  /** That of the session at work, or of the one that this JVM would start. */
  public static Resolver active() {
    return SparkSession.getActiveSession()
        .orElse(SparkSession::getDefaultSession)
        .map(Resolver::of)
        .getOrElse(() -> of(new SparkConf().get(CASE_SENSITIVE, "false")));
  }

  private static Resolver of(String caseSensitive) {
    return Boolean.parseBoolean(caseSensitive) ? BY_CASE : IGNORING_CASE;
  }

  public boolean same(String name, String other) {
    return this == BY_CASE ? name.equals(other) : name.equalsIgnoreCase(other);
  }

  /** The first of {@code columns} that is called {@code name}. */
  public Optional<String> find(Collection<String> columns, String name) {
    return columns.stream().filter(column -> same(column, name)).findFirst();
  }

  /** A set of names, empty, that holds each once. */
  public Set<String> names() {
    return this == BY_CASE ? new HashSet<>() : new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  }
}
