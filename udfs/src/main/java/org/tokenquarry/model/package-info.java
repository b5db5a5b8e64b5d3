/**
 * The model: its bundle on disk, verified before native code sees it, and its runtime on DJL and
 * PyTorch, one loaded model per executor JVM and device.
 *
 * <p>Native memory follows one rule: every array belongs to a scope ({@link
 * org.tokenquarry.model.LoadedModel#newScope}) that whoever opened it closes.
 */
package org.tokenquarry.model;
