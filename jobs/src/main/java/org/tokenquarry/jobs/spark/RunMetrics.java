package org.tokenquarry.jobs.spark;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/**
 * What a run has done so far, as metrics of Spark's driver. Spark's settings say who sees them:
 * Prometheus, Graphite, JMX or another sink. Counts are added when they are committed, so nothing
 * is counted twice.
 */
public final class RunMetrics implements Source {

  /** What is counted. Its name in lower case is a part of the interface. */
  public enum Count {
    /** New images in the warehouse. */
    IMAGES_INGESTED,
    /** Sources that {@code ingest} did not take in. */
    SOURCES_QUARANTINED,
    /** Images whose experiments are done. */
    IMAGES_MINED,
    /** Images that {@code mine} did not mine. */
    IMAGES_QUARANTINED,
    /** Probed tokens of mined images. */
    TOKENS_PROBED,
    /** Of these, redundant ones. */
    TOKENS_REDUNDANT,
    /** Questions that {@code evaluate} asked, each with all pruners. */
    QUESTIONS_ASKED
  }

  private final MetricRegistry registry = new MetricRegistry();
  private final List<ModelWork> work = new CopyOnWriteArrayList<>();
  private SparkContext shownBy;

  /** Nothing is done yet. */
  public RunMetrics() {
    Arrays.stream(Count.values()).forEach(count -> registry.counter(name(count)));
    gauge("model_seconds", ModelWork::seconds);
    gauge("model_gflop", ModelWork::gflop);
  }

  private void gauge(String name, ToDoubleFunction<ModelWork> value) {
    registry.gauge(name, () -> (Gauge<Double>) () -> work.stream().mapToDouble(value).sum());
  }

  private static String name(Count count) {
    return count.name().toLowerCase(Locale.ROOT);
  }

  /** Counts what was committed. */
  public void add(Count what, long units) {
    registry.counter(name(what)).inc(units);
  }

  /** What tasks have the model do counts from now on. */
  void follow(ModelWork more) {
    work.add(more);
  }

  /** From now on the driver of a session shows them; may be called several times. */
  public void showIn(SparkContext context) {
    if (shownBy != context) {
      shownBy = context;
      SparkEnv.get().metricsSystem().registerSource(this);
    }
  }

  @Override
  public String sourceName() {
    return "run";
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }
}
