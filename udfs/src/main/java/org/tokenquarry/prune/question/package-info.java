/**
 * Rules that choose visual tokens for a question, before the language model: {@link
 * org.tokenquarry.prune.question.WordsCdPruner} and {@link
 * org.tokenquarry.prune.question.MmtokPruner} read embeddings of its words, {@link
 * org.tokenquarry.prune.question.LeaveOneOutOracle} asks the model once without each token: a mark
 * to compare with, not a method to use.
 *
 * <p>{@link org.tokenquarry.prune.question.CdPruner#relevance} needs the text tower of CLIP, which
 * no bundle has: a test holds it to golden numbers, and no verb calls it yet.
 */
package org.tokenquarry.prune.question;
