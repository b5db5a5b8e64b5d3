/**
 * Published ways to probe a codebook that set the number of tokens themselves, by a threshold. The
 * pruners of {@link org.tokenquarry.prune} keep exactly as many as a budget says.
 *
 * <p>No verb uses this package yet. Today it is used by tests, which hold it to golden numbers of
 * the authors' code: {@code ProbingGoldenTest}, {@code CodebookTest} and {@code
 * CheckpointGoldenTest}. It is meant for {@code evaluate}, which will compare the published
 * variants with their own settings, and over tiles. {@code ArchitectureTest} holds that nothing
 * else depends on it.
 */
package org.tokenquarry.prune.variant;
