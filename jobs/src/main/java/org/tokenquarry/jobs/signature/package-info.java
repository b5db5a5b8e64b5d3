/**
 * Signatures of exported folders: the form of OpenSSF Model Signing with a key, which {@code
 * model_signing} signs and verifies too. A bundle of Sigstore with a DSSE envelope around an
 * in-toto statement about the sha256 of every file.
 */
package org.tokenquarry.jobs.signature;
