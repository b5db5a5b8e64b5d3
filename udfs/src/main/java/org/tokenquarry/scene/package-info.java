/**
 * Procedural scenes and questions. The bundled model is trained on them, and the quickstart mines
 * them and evaluates on them.
 *
 * <p>A scene depends on a seed and an index alone. It is the same on every machine, whatever the
 * order. Pure Java; nothing here knows Spark, Delta or DJL.
 */
package org.tokenquarry.scene;
