/**
 * A server's side in Java: reads an exported codebook and drops tokens with it. Knows neither Spark
 * nor DJL, so a server needs this jar, Jackson, and nothing else. The same as the Python package
 * {@code tokenquarry-serving}, with the same codes of errors.
 */
package org.tokenquarry.serving;
