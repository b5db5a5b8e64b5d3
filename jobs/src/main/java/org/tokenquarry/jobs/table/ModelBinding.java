package org.tokenquarry.jobs.table;

import java.util.Map;
import org.tokenquarry.digest.Sha256;

/** A warehouse belongs to one model: the first findings bind it. */
public final class ModelBinding {

  private static final String DIGEST = "tokenquarry.modelDigest";
  private static final String NAME = "tokenquarry.modelName";

  private final Warehouse warehouse;
  private final String modelDigest;
  private final String modelName;
  private boolean bound;

  /**
   * The binding of a warehouse to the model of a run.
   *
   * @param modelName for messages
   */
  public ModelBinding(Warehouse warehouse, String modelDigest, String modelName) {
    this.warehouse = warehouse;
    this.modelDigest = modelDigest;
    this.modelName = modelName;
  }

  /**
   * Makes the table {@code experiments}, which binds the warehouse. If two runs do this at the same
   * time, one binds the warehouse, and the other is refused unless it has the same model. A binding
   * never changes, so later calls do not read the table.
   *
   * @param hidden width of an embedding
   * @throws org.tokenquarry.error.UserException if the warehouse belongs to another model
   */
  public void bind(int hidden) {
    if (bound) {
      return;
    }
    if (!warehouse.has(Tables.EXPERIMENTS)) {
      warehouse
          .commits()
          .create(Tables.experiments(hidden), Map.of(DIGEST, modelDigest, NAME, modelName));
    }
    require();
    bound = true;
  }

  /**
   * Checks that this model is the one that the warehouse is bound to, if it is bound.
   *
   * @throws org.tokenquarry.error.UserException if it is bound to another model
   */
  public void require() {
    Map<String, String> properties = warehouse.properties(Tables.EXPERIMENTS);
    String owner = properties.get(DIGEST);
    if (owner != null && !owner.equals(modelDigest)) {
      throw TableErrors.warehouseOfAnotherModel(
          warehouse.location(),
          described(properties.get(NAME), owner),
          described(modelName, modelDigest));
    }
  }

  private static String described(String name, String digest) {
    return name + " (digest " + Sha256.beginning(digest) + ")";
  }
}
