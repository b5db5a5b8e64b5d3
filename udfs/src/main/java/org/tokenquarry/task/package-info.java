/**
 * The work of Spark tasks, as functions over rows: reading images, running experiments, asking
 * questions. Each opens its model by {@link org.tokenquarry.task.TaskModel}. Also a Spark ML
 * transformer from images to visual tokens.
 */
package org.tokenquarry.task;
