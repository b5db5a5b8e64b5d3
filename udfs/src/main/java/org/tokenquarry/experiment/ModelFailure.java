package org.tokenquarry.experiment;

import java.util.Arrays;

/**
 * Why the experiments on an image say nothing: the model does not work, at least not on this image.
 *
 * @param reason what is wrong
 * @param detail one sentence for people
 */
public record ModelFailure(Reason reason, String detail) {

  /** What can be wrong with the output of a model. */
  public enum Reason {
    /** A visual token, a logit or a score is NaN or infinite. */
    NON_FINITE("non-finite"),
    /** The output does not depend on the input. */
    CONSTANT("constant-output");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /** A stable name for tables. */
    public String code() {
      return code;
    }

    /** Whether a reason for quarantine is one of these. */
    public static boolean names(String code) {
      return Arrays.stream(values()).anyMatch(reason -> reason.code.equals(code));
    }
  }

  static ModelFailure nonFinite(String detail) {
    return new ModelFailure(Reason.NON_FINITE, detail);
  }

  static ModelFailure constant(String detail) {
    return new ModelFailure(Reason.CONSTANT, detail);
  }
}
