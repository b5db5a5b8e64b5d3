package org.tokenquarry.jobs.signature;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * A new pair of keys in files as OpenSSL writes them.
 *
 * @param privateKey PKCS #8
 * @param sec1 the same in the older form
 * @param publicKey its other half
 */
public record TestKeys(Path privateKey, Path sec1, Path publicKey) {

  /** Makes keys of a curve, such as {@code P-256}, in a directory. */
  public static TestKeys of(String curve, Path directory) {
    try {
      AsymmetricCipherKeyPair pair = pair(curve);
      PrivateKeyInfo info = PrivateKeyInfoFactory.createPrivateKeyInfo(pair.getPrivate());
      byte[] key = info.parsePrivateKey().toASN1Primitive().getEncoded();
      byte[] other =
          SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic()).getEncoded();
      return new TestKeys(
          pem(directory.resolve(curve + ".pem"), "PRIVATE KEY", info.getEncoded()),
          pem(directory.resolve(curve + "-sec1.pem"), "EC PRIVATE KEY", key),
          pem(directory.resolve(curve + ".pub"), "PUBLIC KEY", other));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A private key that belongs to no curve. */
  static Path rsa(Path directory) throws IOException, NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return pem(
        directory.resolve("rsa.pem"),
        "PRIVATE KEY",
        generator.generateKeyPair().getPrivate().getEncoded());
  }

  private static AsymmetricCipherKeyPair pair(String curve) {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(
        new ECKeyGenerationParameters(
            new ECNamedDomainParameters(
                ECNamedCurveTable.getOID(curve), ECNamedCurveTable.getByName(curve)),
            new SecureRandom()));
    return generator.generateKeyPair();
  }

  private static Path pem(Path file, String type, byte[] content) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content));
    }
    return Files.writeString(file, text.toString());
  }
}
