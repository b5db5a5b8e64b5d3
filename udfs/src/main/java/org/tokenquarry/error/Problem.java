package org.tokenquarry.error;

import java.io.Serializable;

/**
 * One thing that is wrong with what the user gave.
 *
 * @param code a stable identifier in lower case with hyphens, such as {@code bundle-corrupt}
 * @param cause one sentence that says what is wrong, with the value and the place
 * @param remedy one sentence that says what to do about it
 */
public record Problem(String code, String cause, String remedy) implements Serializable {}
