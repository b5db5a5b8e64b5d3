/**
 * Procedural scenes and questions: what the bundled model is trained, mined and judged on.
 *
 * <p>A scene is a function of a seed and an index alone: the same on every machine, in any order.
 * Pure Java; nothing here knows Spark, Delta or DJL.
 */
package org.tokenquarry.scene;
