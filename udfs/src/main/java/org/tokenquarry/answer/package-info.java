/** Asking the model questions about an image of which only some visual tokens are kept. */
package org.tokenquarry.answer;
