package org.tokenquarry.jobs.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import org.apache.commons.lang3.ArrayUtils;

/**
 * A bundle of Sigstore with a DSSE envelope: statement, signature, and whose it is.
 *
 * @param payload the statement
 * @param signature DER
 * @param hint of the public key
 */
record Envelope(byte[] payload, byte[] signature, String hint) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";
  private static final String PAYLOAD = "application/vnd.in-toto+json";

  /** The bytes of a bundle, JSON. */
  static byte[] of(byte[] payload, byte[] signature, String hint) {
    Base64.Encoder base64 = Base64.getEncoder();
    ObjectNode bundle = JSON.createObjectNode().put("mediaType", BUNDLE);
    ObjectNode material = bundle.putObject("verificationMaterial");
    material.putObject("publicKey").put("hint", hint);
    material.putArray("tlogEntries");
    ObjectNode envelope = bundle.putObject("dsseEnvelope");
    envelope.put("payload", base64.encodeToString(payload)).put("payloadType", PAYLOAD);
    envelope
        .putArray("signatures")
        .addObject()
        .put("sig", base64.encodeToString(signature))
        .put("keyid", "");
    return bundle.toString().getBytes(UTF_8);
  }

  /**
   * Reads a bundle.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Envelope read(byte[] bytes) {
    try {
      JsonNode bundle = JSON.readTree(bytes);
      JsonNode envelope = bundle.path("dsseEnvelope");
      if (!envelope.path("payloadType").asText().equals(PAYLOAD)) {
        throw new IllegalArgumentException("it is no bundle with a statement");
      }
      Base64.Decoder base64 = Base64.getDecoder();
      return new Envelope(
          base64.decode(envelope.path("payload").asText()),
          base64.decode(envelope.at("/signatures/0/sig").asText()),
          bundle.at("/verificationMaterial/publicKey/hint").asText());
    } catch (IOException e) {
      throw new IllegalArgumentException("it is no JSON", e);
    }
  }

  /** What is signed of a payload: DSSE's encoding, which holds its type and its length. */
  static byte[] signed(byte[] payload) {
    String head = "DSSEv1 " + PAYLOAD.length() + " " + PAYLOAD + " " + payload.length + " ";
    return ArrayUtils.addAll(head.getBytes(UTF_8), payload);
  }
}
