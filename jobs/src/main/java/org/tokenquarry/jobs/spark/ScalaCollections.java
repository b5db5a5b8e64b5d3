package org.tokenquarry.jobs.spark;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import scala.Tuple2;
import scala.collection.Iterable;
import scala.collection.JavaConverters;
import scala.collection.immutable.Map$;

/**
 * Collections of Java as Scala has them, and the other way round. Spark 3.5 is used with Scala 2.12
 * and Spark 4 with 2.13: this class calls what both have.
 */
@SuppressWarnings("deprecation") // Scala 2.12 has no other converters.
public final class ScalaCollections {

  private ScalaCollections() {}

  /** A copy. It is a {@code Seq} of 2.13, which is immutable, as well as one of 2.12. */
  public static <T> scala.collection.immutable.List<T> scala(List<T> java) {
    return JavaConverters.asScalaBuffer(java).toList();
  }

  /** A copy. */
  @SuppressWarnings("unchecked") // In Scala 2.13 the empty map has no type in Java's eyes.
  public static <K, V> scala.collection.immutable.Map<K, V> scala(Map<K, V> java) {
    scala.collection.immutable.Map<K, V> scala = Map$.MODULE$.empty();
    for (Map.Entry<K, V> each : java.entrySet()) {
      scala = scala.$plus(new Tuple2<>(each.getKey(), each.getValue()));
    }
    return scala;
  }

  /** A view. */
  public static <T> Collection<T> java(Iterable<T> scala) {
    return JavaConverters.asJavaCollection(scala);
  }

  /** A view. */
  public static <K, V> Map<K, V> java(scala.collection.Map<K, V> scala) {
    return JavaConverters.mapAsJavaMap(scala);
  }

  /** The same iterator. */
  public static <T> Iterator<T> java(scala.collection.Iterator<T> scala) {
    return JavaConverters.asJavaIterator(scala);
  }
}
