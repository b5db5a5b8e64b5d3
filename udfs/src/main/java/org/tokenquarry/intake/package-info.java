/**
 * What a task of {@code ingest} does with its sources: it reads them one by one, checks each image,
 * and writes the bytes into packs.
 */
package org.tokenquarry.intake;
