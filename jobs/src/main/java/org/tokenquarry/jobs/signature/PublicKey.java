package org.tokenquarry.jobs.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Base64;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.UserException;

/** A public key that verifies folders. */
public final class PublicKey {

  private final ECPublicKeyParameters key;

  PublicKey(ECPublicKeyParameters key) {
    this.key = key;
  }

  /**
   * Reads a key from a PEM file.
   *
   * @throws UserException {@code key-invalid} if it has no elliptic curve key of P-256, P-384 or
   *     P-521
   */
  public static PublicKey read(String file) {
    return PemFile.read(
        file,
        "public",
        pem -> pem instanceof SubjectPublicKeyInfo info ? new PublicKey(elliptic(info)) : null);
  }

  private static ECPublicKeyParameters elliptic(SubjectPublicKeyInfo info) {
    try {
      return Curve.requireKey(PublicKeyFactory.createKey(info), ECPublicKeyParameters.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sha256 of the key as a PEM file, by which a signature says whose it is. */
  String hint() {
    try {
      byte[] der = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded();
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
      String pem = "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
      return Sha256.of(pem.getBytes(US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether a signature is by this key.
   *
   * @param signed what was signed
   * @param signature DER
   */
  boolean verifies(byte[] signed, byte[] signature) {
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, key);
    try {
      BigInteger[] pair =
          StandardDSAEncoding.INSTANCE.decode(key.getParameters().getN(), signature);
      return verifier.verifySignature(Curve.of(key).digest(signed), pair[0], pair[1]);
    } catch (IOException | IllegalArgumentException e) {
      return false; // Not even the form of a signature.
    }
  }
}
