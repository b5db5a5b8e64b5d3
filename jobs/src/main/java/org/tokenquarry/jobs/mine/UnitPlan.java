package org.tokenquarry.jobs.mine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tokenquarry.pack.PackSlice;

/**
 * Divides the images that are left into units. A unit is a part of one pack. Units become smaller
 * towards the end, so that all slots end at nearly the same time: while R images are left, a unit
 * has R / (2 x slots) of them (guided self-scheduling, Polychronopoulos and Kuck 1987), but not
 * more than is asked for.
 *
 * @param slots how many units run at the same time, at least 1
 * @param most the most images of a unit, at least 1
 */
record UnitPlan(int slots, int most) {

  private static final int ROUNDS = 2;

  /**
   * The units, the longest first. They depend on the packs alone, and results do not depend on the
   * units.
   */
  List<PackSlice> of(List<PackSlice> packs) {
    long left = packs.stream().mapToLong(PackSlice::images).sum();
    List<PackSlice> units = new ArrayList<>();
    for (PackSlice pack : packs) {
      for (int first = 0; first < pack.images(); ) {
        int size = (int) Math.min(pack.images() - first, size(left));
        units.add(pack.part(first, first + size));
        first += size;
        left -= size;
      }
    }
    units.sort(Comparator.comparingInt(PackSlice::images).reversed());
    return units;
  }

  private long size(long left) {
    long share = left / ((long) ROUNDS * slots);
    return Math.max(1, Math.min(most, share));
  }
}
