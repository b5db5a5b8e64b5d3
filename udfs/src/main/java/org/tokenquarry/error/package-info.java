/** What a user reads if the input cannot be used: the cause and the remedy, never a stack trace. */
package org.tokenquarry.error;
