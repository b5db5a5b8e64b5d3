/**
 * The model: its bundle on disk, which is verified before native code reads it, and its runtime on
 * DJL and PyTorch. An executor JVM loads a model once for each device. Work in batches is here too,
 * with its halving where memory runs out.
 *
 * <p>There is one rule for native memory: every array belongs to a scope ({@link
 * org.tokenquarry.model.LoadedModel#newScope}), and the code that opens a scope closes it.
 */
package org.tokenquarry.model;
