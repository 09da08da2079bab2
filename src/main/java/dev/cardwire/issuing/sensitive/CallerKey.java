// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.sensitive;

import dev.cardwire.problem.request.FieldReader;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jose4j.jwe.ContentEncryptionAlgorithmIdentifiers;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwe.KeyManagementAlgorithmIdentifiers;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The public key of a caller, a JWK (RFC 7517). What is encrypted to it can be read by whoever has the other half alone.
 *
 * @param thumbprint names the key (RFC 7638)
 * @param id the JWK's own, repeated in what is encrypted to it
 * @param algorithm how the key of the content is agreed on or wrapped
 */
record CallerKey(
        PublicKey key,
        String thumbprint,
        String algorithm,
        @Nullable String id) {

    private static final Set<String> CURVES = Set.of("P-256", "P-384", "P-521");
    private static final Set<String> PRIVATE_PARTS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    /** Numbers of a key this long say so before anything is computed with them. */
    private static final int LONGEST_NUMBER = 1_400;

    private static final int LEAST_BITS = 2_048;
    private static final int MOST_BITS = 8_192;
    private static final int MOST_EXPONENT_BITS = 64;
    private static final int LONGEST_ID = 255;

    /** Reads a JWK; null when a rule is broken, which is noted. What else is in it is not looked at (RFC 7517, 4). */
    static @Nullable CallerKey read(FieldReader jwk) {
        for (String part : PRIVATE_PARTS) {
            if (jwk.any(part) != null) {
                jwk.reject(part, "belongs to a private key, which must not be sent: replace that key");
                return null;
            }
        }
        jwk.oneOf("use", Set.of("enc"));
        String id = jwk.text("kid");
        if (id != null && id.length() > LONGEST_ID) {
            jwk.reject("kid", "may have at most 255 characters");
        }
        String type = jwk.required("kty", jwk.oneOf("kty", Set.of("EC", "RSA")));
        if (type == null) {
            return null;
        }
        boolean curve = type.equals("EC");
        String algorithm =
                curve ? KeyManagementAlgorithmIdentifiers.ECDH_ES : KeyManagementAlgorithmIdentifiers.RSA_OAEP_256;
        jwk.oneOf("alg", Set.of(algorithm));
        List<String> numbers = curve ? List.of("x", "y") : List.of("n", "e");
        numbers.forEach(name -> number(jwk, name));
        if (curve) {
            jwk.required("crv", jwk.oneOf("crv", CURVES));
        }
        if (!jwk.errors().isEmpty()) {
            return null;
        }
        PublicJsonWebKey key = curve ? onCurve(jwk) : longEnough(jwk);
        return key == null
                ? null
                : new CallerKey(key.getPublicKey(), key.calculateBase64urlEncodedThumbprint("SHA-256"), algorithm, id);
    }

    /** Encrypts JSON to the key: a compact JWE (RFC 7516). */
    String encrypt(byte[] json) {
        JsonWebEncryption jwe = new JsonWebEncryption();
        jwe.setAlgorithmHeaderValue(algorithm);
        jwe.setEncryptionMethodHeaderParameter(ContentEncryptionAlgorithmIdentifiers.AES_256_GCM);
        jwe.setContentTypeHeaderValue("json");
        if (id != null) {
            jwe.setKeyIdHeaderValue(id);
        }
        jwe.setKey(key);
        jwe.setPlaintext(json);
        try {
            return jwe.getCompactSerialization();
        } catch (JoseException cannotBe) {
            throw new IllegalStateException("every Java platform can encrypt to a key that was checked", cannotBe);
        }
    }

    private static void number(FieldReader jwk, String name) {
        String text = jwk.required(name, jwk.text(name));
        if (text != null && (text.length() > LONGEST_NUMBER || !text.matches("[A-Za-z0-9_-]+"))) {
            jwk.reject(name, "must be a number in Base64url without padding");
        }
    }

    private static @Nullable PublicJsonWebKey onCurve(FieldReader jwk) {
        PublicJsonWebKey key = parsed(jwk, "EC", "crv", "x", "y");
        if (key == null || !(key.getPublicKey() instanceof ECPublicKey point) || !isOnCurve(point)) {
            jwk.reject("x", "and y must be a point on the curve");
            return null;
        }
        return key;
    }

    /** What is agreed with a point elsewhere could be guessed. */
    private static boolean isOnCurve(ECPublicKey key) {
        BigInteger prime = ((ECFieldFp) key.getParams().getCurve().getField()).getP();
        BigInteger x = key.getW().getAffineX();
        BigInteger y = key.getW().getAffineY();
        BigInteger right = x.pow(3)
                .add(key.getParams().getCurve().getA().multiply(x))
                .add(key.getParams().getCurve().getB());
        return x.compareTo(prime) < 0
                && y.compareTo(prime) < 0
                && y.pow(2).subtract(right).mod(prime).signum() == 0;
    }

    private static @Nullable PublicJsonWebKey longEnough(FieldReader jwk) {
        PublicJsonWebKey parsed = parsed(jwk, "RSA", "n", "e");
        if (parsed == null || !(parsed.getPublicKey() instanceof RSAPublicKey key)) {
            jwk.reject("n", "and e must be an RSA key");
            return null;
        }
        int bits = key.getModulus().bitLength();
        if (bits < LEAST_BITS || bits > MOST_BITS) {
            jwk.reject("n", "must have 2048 to 8192 bits");
            return null;
        }
        BigInteger exponent = key.getPublicExponent();
        if (!exponent.testBit(0) || exponent.bitLength() > MOST_EXPONENT_BITS || exponent.bitLength() < 2) {
            jwk.reject("e", "must be an odd number from 3, of at most 64 bits");
            return null;
        }
        return parsed;
    }

    private static @Nullable PublicJsonWebKey parsed(FieldReader jwk, String type, String... names) {
        Map<String, Object> parts = new HashMap<>(Map.of("kty", type));
        for (String name : names) {
            parts.put(name, Objects.requireNonNull(jwk.text(name)));
        }
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(parts);
        } catch (JoseException | RuntimeException noKey) {
            return null;
        }
    }
}
