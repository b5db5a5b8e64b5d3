/**
 * Reads matrices from files that other programs wrote: NumPy, safetensors, PyTorch. Nothing in a
 * file is executed, and no memory is taken for what a file only claims to hold.
 */
package org.tokenquarry.foreign;
