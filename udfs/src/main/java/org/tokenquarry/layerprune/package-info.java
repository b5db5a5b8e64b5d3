/**
 * Methods that drop visual tokens inside the language model, between two of its layers. They need a
 * decoder that runs layer by layer and gives its attention, which not every bundle offers.
 */
package org.tokenquarry.layerprune;
