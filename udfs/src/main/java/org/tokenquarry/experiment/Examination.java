package org.tokenquarry.experiment;

import java.util.List;
import org.tokenquarry.divergence.NonFiniteLogitException;

/**
 * What an engine found about one image of a group.
 *
 * @param findings one for each probed token, ascending by token; empty if the experiments failed
 * @param failure why they failed; null if they did not
 */
public record Examination(List<TokenFinding> findings, NonFiniteLogitException failure) {

  /**
   * The findings.
   *
   * @throws NonFiniteLogitException if the experiments failed
   */
  public List<TokenFinding> orThrow() {
    if (failure != null) {
      throw failure;
    }
    return findings;
  }
}
