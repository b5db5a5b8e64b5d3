/**
 * The verb {@code scenes}: procedural images with questions, as PNG files or as arrays for
 * training.
 */
package org.tokenquarry.jobs.scenes;
