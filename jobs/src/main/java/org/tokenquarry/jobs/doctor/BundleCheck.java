package org.tokenquarry.jobs.doctor;

import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.ModelBinding;
import org.tokenquarry.model.ModelBundle;

/** The model bundle: its files match their digests, and the warehouse was mined with it. */
final class BundleCheck implements Check {

  @Override
  public String name() {
    return "bundle";
  }

  @Override
  public Finding look(JobContext context) {
    ModelBundle bundle = ModelBundle.open(context.settings().model().location());
    String name = bundle.manifest().name();
    new ModelBinding(context.warehouse(), bundle.digest(), name).require();
    return Finding.ok(
        "The model %s has its digest %s, and the warehouse accepts it."
            .formatted(name, Sha256.beginning(bundle.digest())));
  }
}
