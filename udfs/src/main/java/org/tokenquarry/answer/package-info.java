/**
 * Asks the language model questions about an image of which only some visual tokens are kept, and
 * judges its answers.
 */
package org.tokenquarry.answer;
