package org.tokenquarry.jobs.signature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.SortedMap;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.openssl.PEMKeyPair;
import org.tokenquarry.error.UserException;

/** A private key that signs folders. Equal folders get equal signatures (RFC 6979). */
public final class SigningKey {

  private final ECPrivateKeyParameters key;

  private SigningKey(ECPrivateKeyParameters key) {
    this.key = key;
  }

  /**
   * Reads a key from a PEM file that is not encrypted.
   *
   * @throws UserException {@code key-invalid} if it has no elliptic curve key of P-256, P-384 or
   *     P-521
   */
  public static SigningKey read(String file) {
    return PemFile.read(file, "private", SigningKey::of);
  }

  private static SigningKey of(Object pem) {
    PrivateKeyInfo info = pem instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : null;
    if (pem instanceof PrivateKeyInfo direct) {
      info = direct;
    }
    return info == null ? null : new SigningKey(elliptic(info));
  }

  private static ECPrivateKeyParameters elliptic(PrivateKeyInfo info) {
    try {
      return Curve.requireKey(PrivateKeyFactory.createKey(info), ECPrivateKeyParameters.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its public half. */
  PublicKey publicKey() {
    return new PublicKey(
        new ECPublicKeyParameters(
            key.getParameters().getG().multiply(key.getD()).normalize(), key.getParameters()));
  }

  /**
   * Signs a folder.
   *
   * @param name of the folder
   * @param files sha256 of each, hexadecimal, by its name
   * @return the bytes of {@link FolderSignature#FILE}
   */
  public byte[] sign(String name, SortedMap<String, String> files) {
    byte[] statement = Statement.of(name, files);
    Curve curve = Curve.of(key);
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(curve.digest()));
    signer.init(true, key);
    BigInteger[] pair = signer.generateSignature(curve.digest(Envelope.signed(statement)));
    try {
      return Envelope.of(
          statement,
          StandardDSAEncoding.INSTANCE.encode(key.getParameters().getN(), pair[0], pair[1]),
          publicKey().hint());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
