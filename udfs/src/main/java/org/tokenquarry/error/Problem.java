package org.tokenquarry.error;

import java.io.Serializable;

/**
 * One problem with the user's input, and what to do about it.
 *
 * @param code a stable identifier in lower case with hyphens, such as {@code bundle-corrupt}
 * @param cause one sentence that says what is wrong, with the value and where it stands
 * @param remedy one sentence that says what to do about it
 */
public record Problem(String code, String cause, String remedy) implements Serializable {}
