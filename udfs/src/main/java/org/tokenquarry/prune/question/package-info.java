/**
 * Rules that choose visual tokens for a question, before the language model: {@link
 * org.tokenquarry.prune.question.CdPruner} and {@link org.tokenquarry.prune.question.Mmtok} read
 * embeddings of its words, {@link org.tokenquarry.prune.question.LeaveOneOutOracle} reads the
 * model's answers.
 *
 * <p>No verb uses this package yet, because a bundle does not give these inputs. Tests hold it to
 * golden numbers of the authors' code. It is meant for {@code evaluate}; {@code ArchitectureTest}
 * holds that nothing else depends on it until then.
 */
package org.tokenquarry.prune.question;
