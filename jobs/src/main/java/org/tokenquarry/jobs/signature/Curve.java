package org.tokenquarry.jobs.signature;

import java.util.function.Supplier;
import org.bouncycastle.asn1.nist.NISTNamedCurves;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECKeyParameters;

/** The curves of keys, and the digest that belongs to each by Sigstore's rules. */
enum Curve {
  P256(256, SHA256Digest::new),
  P384(384, SHA384Digest::new),
  P521(521, SHA512Digest::new);

  private final int bits;
  private final Supplier<Digest> digest;

  Curve(int bits, Supplier<Digest> digest) {
    this.bits = bits;
    this.digest = digest;
  }

  /**
   * The curve of a key.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static Curve of(ECKeyParameters key) {
    for (Curve curve : values()) {
      if (key.getParameters().equals(curve.parameters())) {
        return curve;
      }
    }
    throw new IllegalArgumentException("the curve is none of P-256, P-384, P-521");
  }

  /**
   * A key that can be used.
   *
   * @param parsed of any kind
   * @param type private or public
   * @throws IllegalArgumentException if it is of another kind, or of another curve
   */
  static <K extends ECKeyParameters> K requireKey(AsymmetricKeyParameter parsed, Class<K> type) {
    if (!type.isInstance(parsed)) {
      throw new IllegalArgumentException("its key is of no elliptic curve");
    }
    K key = type.cast(parsed);
    of(key);
    return key;
  }

  private ECDomainParameters parameters() {
    return new ECDomainParameters(NISTNamedCurves.getByName("P-" + bits));
  }

  /** A digest, begun. */
  Digest digest() {
    return digest.get();
  }

  /** The digest of bytes. */
  byte[] digest(byte[] bytes) {
    Digest begun = digest.get();
    begun.update(bytes, 0, bytes.length);
    byte[] sum = new byte[begun.getDigestSize()];
    begun.doFinal(sum, 0);
    return sum;
  }
}
