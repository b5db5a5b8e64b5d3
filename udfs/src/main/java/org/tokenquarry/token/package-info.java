/**
 * Visual tokens as plain arrays, as the model passes them to experiments, clustering and pruners.
 */
package org.tokenquarry.token;
