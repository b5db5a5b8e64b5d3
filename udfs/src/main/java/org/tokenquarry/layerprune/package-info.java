/**
 * Methods that drop visual tokens inside the language model, between two of its layers. They need a
 * decoder that runs layer by layer and gives its attention; a bundle need not offer that.
 */
package org.tokenquarry.layerprune;
