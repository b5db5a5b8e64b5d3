/**
 * Rules that choose visual tokens for a question, before the language model: {@link
 * org.tokenquarry.prune.question.WordsCdPruner} and {@link
 * org.tokenquarry.prune.question.MmtokPruner} read embeddings of its words, {@link
 * org.tokenquarry.prune.question.LeaveOneOutOracle} reads the model's answers.
 *
 * <p>{@link org.tokenquarry.prune.question.CdPruner#relevance} needs the text tower of CLIP, which
 * no bundle has, and the oracle needs a pass for each token: tests hold both to golden numbers, and
 * no verb calls them yet.
 */
package org.tokenquarry.prune.question;
