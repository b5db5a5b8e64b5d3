/**
 * What users are told when something they gave cannot be used: the cause and the remedy, never a
 * stack trace.
 */
package org.tokenquarry.error;
