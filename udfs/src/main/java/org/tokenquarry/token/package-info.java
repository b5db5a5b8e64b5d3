/** Visual tokens as plain arrays: what the model hands to experiments, clustering and pruners. */
package org.tokenquarry.token;
