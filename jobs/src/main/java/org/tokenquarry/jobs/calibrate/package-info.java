/**
 * The verb {@code calibrate}: thresholds for a model from all experiments on a sample of images.
 */
package org.tokenquarry.jobs.calibrate;
