package org.tokenquarry.jobs.mine;

import java.util.List;
import java.util.PriorityQueue;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.tokenquarry.pack.PackSlice;

/**
 * Simulates mining on more slots than a machine has: the units of {@link UnitPlan}, each given to
 * the slot that is free first. The driver starts one task after another.
 *
 * @param slots number of slots
 * @param imagesPerTask the most images of a unit
 * @param unitSeconds what a unit costs a slot beside its images
 * @param startSeconds what the driver needs to start a task
 */
public record FlowSimulation(
    int slots, int imagesPerTask, double unitSeconds, double startSeconds) {

  /**
   * The share of their time that the slots spend on images.
   *
   * @param images in packs of so many
   * @param packs how many packs
   * @param imageSeconds gives the time of the next image
   */
  public double busyShare(int images, int packs, DoubleSupplier imageSeconds) {
    List<PackSlice> all =
        IntStream.range(0, packs)
            .mapToObj(
                pack -> new PackSlice("" + pack, 1, IntStream.range(0, images).toArray(), images))
            .toList();
    PriorityQueue<Double> free = new PriorityQueue<>();
    IntStream.range(0, slots).forEach(slot -> free.add(0.0));
    double driver = 0;
    double end = 0;
    double busy = 0;
    for (PackSlice unit : new UnitPlan(slots, imagesPerTask).of(all)) {
      driver = Math.max(driver, free.remove()) + startSeconds;
      double work =
          IntStream.range(0, unit.images()).mapToDouble(i -> imageSeconds.getAsDouble()).sum();
      double ended = driver + unitSeconds + work;
      free.add(ended);
      end = Math.max(end, ended);
      busy += work;
    }
    return busy / (slots * end);
  }
}
