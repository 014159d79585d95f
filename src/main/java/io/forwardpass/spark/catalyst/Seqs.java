package io.forwardpass.spark.catalyst;

import java.util.List;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Scala's sequences as Java's lists, and back. */
final class Seqs {
  private Seqs() {}

  static <T> Seq<T> of(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }

  static <T> List<T> list(scala.collection.Seq<T> sequence) {
    return List.copyOf(CollectionConverters.asJava(sequence));
  }
}
