package org.tokenquarry.jobs.table;

import java.util.Map;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.UserException;

/** A warehouse belongs to one model: the first findings bind it. */
public final class ModelBinding {

  private static final String DIGEST = "tokenquarry.modelDigest";
  private static final String NAME = "tokenquarry.modelName";

  private final Warehouse warehouse;
  private final String modelDigest;
  private final String modelName;
  private boolean bound;

  /**
   * Between a warehouse and the model of a run.
   *
   * @param modelName said in messages
   */
  public ModelBinding(Warehouse warehouse, String modelDigest, String modelName) {
    this.warehouse = warehouse;
    this.modelDigest = modelDigest;
    this.modelName = modelName;
  }

  /**
   * Makes the table {@code experiments} and thereby binds the warehouse. Of two runs that bind it
   * at the same time one binds it, and the other is refused unless its model is the same. What is
   * bound stays so: after the first time nothing is looked up.
   *
   * @param hidden width of an embedding
   * @throws UserException if the warehouse belongs to another model
   */
  public void bind(int hidden) {
    if (bound) {
      return;
    }
    if (!warehouse.has(Tables.EXPERIMENTS)) {
      try {
        warehouse.create(Tables.experiments(hidden), Map.of(DIGEST, modelDigest, NAME, modelName));
      } catch (Exception e) {
        // Delta throws many things at whoever comes second.
        if (!warehouse.has(Tables.EXPERIMENTS)) {
          throw e;
        }
      }
    }
    require();
    bound = true;
  }

  /**
   * Checks that what is in the warehouse comes from this model, where anything is.
   *
   * @throws UserException if it comes from another
   */
  public void require() {
    Map<String, String> properties = warehouse.properties(Tables.EXPERIMENTS);
    String owner = properties.get(DIGEST);
    if (owner != null && !owner.equals(modelDigest)) {
      throw new UserException(
          "warehouse-of-another-model",
          "The warehouse "
              + warehouse.location()
              + " was mined with the model "
              + described(properties.get(NAME), owner)
              + ", but this run uses "
              + described(modelName, modelDigest)
              + ".",
          "Choose another directory with --warehouse, or the warehouse's own model with --model.");
    }
  }

  private static String described(String name, String digest) {
    return name + " (digest " + Sha256.beginning(digest) + ")";
  }
}
