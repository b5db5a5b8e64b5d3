package org.tokenquarry.task;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.cluster.DensityOrder;
import org.tokenquarry.cluster.FoundPairs;
import org.tokenquarry.cluster.PointBlock;
import org.tokenquarry.cluster.PointSearch;
import org.tokenquarry.cluster.PointSearches;
import org.tokenquarry.cluster.PointSpace;
import org.tokenquarry.model.DevicePreference;
import org.tokenquarry.model.TaskDevice;
import org.tokenquarry.model.TorchProducts;

/**
 * Compares blocks of tokens in a task, on the device of the task. In memory are two blocks, and
 * what a matrix product needs of them.
 *
 * @param blocks where the tokens are
 * @param space where they lie
 * @param device where products are computed
 */
public record SearchBlocks(TokenBlocks blocks, PointSpace space, DevicePreference device)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The neighbours of the points of some blocks. */
  public FoundPairs neighbours(PointSearches.Stripe stripe, Shared<PointSearch.Known> known) {
    try (TorchProducts products = products()) {
      PointSearch search = new PointSearch(space, products);
      PointSearch.Ready left = search.ready(blocks.read(stripe.left()));
      List<FoundPairs> found = new ArrayList<>();
      for (int right : stripe.rights()) {
        found.add(
            search.neighbours(
                left,
                right == stripe.left() ? left : search.ready(blocks.read(right)),
                known.value()));
      }
      return FoundPairs.together(found);
    }
  }

  /** The nearest denser points of some points. */
  public FoundPairs denser(PointSearches.Climb climb, Shared<DensityOrder> order) {
    try (TorchProducts products = products()) {
      PointSearch search = new PointSearch(space, products);
      PointSearch.Ready left = search.ready(new PointBlock(0, blocks.read(climb.numbers())));
      List<FoundPairs> found = new ArrayList<>();
      for (int right : climb.rights()) {
        found.add(
            search.denser(
                climb.numbers(),
                left,
                search.ready(blocks.read(right)),
                order.value(),
                climb.squares()));
      }
      return FoundPairs.together(found);
    }
  }

  /** The nearest centre of each point of a block. */
  public FoundPairs labels(int block, Shared<PointBlock> centres) {
    try (TorchProducts products = products()) {
      PointSearch search = new PointSearch(space, products);
      return search.labels(search.ready(blocks.read(block)), search.ready(centres.value()));
    }
  }

  private TorchProducts products() {
    return new TorchProducts(TaskDevice.current(device));
  }
}
