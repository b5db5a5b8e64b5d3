/**
 * The verb {@code calibrate}: thresholds for a model from all experiments on a sample of images,
 * and what is chosen on validation questions. {@link org.tokenquarry.jobs.calibrate.HalvingSearch}
 * chooses; {@link org.tokenquarry.jobs.calibrate.CodebookSearch} lets settings of a codebook take
 * part, {@link org.tokenquarry.jobs.calibrate.PrunerSearchJob} constants of other pruners.
 */
package org.tokenquarry.jobs.calibrate;
