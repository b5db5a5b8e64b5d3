/**
 * The work of executors as functions over rows: reading images, running experiments, asking
 * questions; and a Spark ML transformer from images to visual tokens.
 */
package org.tokenquarry.task;
