package io.github.tinc4j.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPrivateKeySpec;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawRsaTest {

  @ParameterizedTest
  @ValueSource(ints = {1024, 1025, 1031, 2048})
  void blocksComeBackWithTheirLeadingZerosWhateverTheLengthOfTheModulus(int bits)
      throws GeneralSecurityException {
    KeyPair pair = pair(bits);
    RSAPublicKey publicKey = (RSAPublicKey) pair.getPublic();
    int length = (bits + 7) / 8;
    assertThat(RawRsa.modulusBytes(publicKey)).isEqualTo(length);
    Random random = new Random(1);
    for (int zeros = 1; zeros <= length; zeros++) {
      byte[] block = new byte[length];
      for (int i = zeros; i < length; i++) {
        block[i] = (byte) random.nextInt();
      }
      byte[] sealed = RawRsa.encrypt(publicKey, block);
      assertThat(sealed).hasSize(length);
      assertThat(RawRsa.decrypt((RSAPrivateCrtKey) pair.getPrivate(), sealed)).isEqualTo(block);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1024})
  void aKeyWithoutPrimesDecryptsTheSame(int bits) throws GeneralSecurityException {
    KeyPair pair = pair(bits);
    RSAPrivateCrtKey crt = (RSAPrivateCrtKey) pair.getPrivate();
    RSAPrivateKey plain =
        (RSAPrivateKey)
            KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateKeySpec(crt.getModulus(), crt.getPrivateExponent()));
    assertThat(plain).isNotInstanceOf(RSAPrivateCrtKey.class);
    byte[] sealed = new byte[bits / 8];
    sealed[5] = 77;
    assertThat(RawRsa.decrypt(plain, sealed)).isEqualTo(RawRsa.decrypt(crt, sealed));
  }

  @ParameterizedTest
  @ValueSource(ints = {1024})
  void aCiphertextThatIsNoNumberBelowTheModulusDecryptsToNothing(int bits)
      throws GeneralSecurityException {
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) pair(bits).getPrivate();
    byte[] modulus = unsigned(key.getModulus(), bits / 8);
    assertThat(RawRsa.decrypt(key, modulus)).isNull();
    assertThat(RawRsa.decrypt(key, new byte[bits / 8 - 1])).isNull();
    assertThat(RawRsa.decrypt(key, new byte[bits / 8 + 1])).isNull();
    assertThat(RawRsa.decrypt(key, new byte[0])).isNull();
    byte[] largest = unsigned(key.getModulus().subtract(BigInteger.ONE), bits / 8);
    assertThat(RawRsa.decrypt(key, largest)).isEqualTo(largest);
    byte[] multipleOfPrime = unsigned(key.getPrimeP(), bits / 8);
    assertThat(RawRsa.decrypt(key, multipleOfPrime)).hasSize(bits / 8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1024})
  void aBlockThatDoesNotFitTheModulusIsTheCallersFault(int bits) throws GeneralSecurityException {
    RSAPublicKey key = (RSAPublicKey) pair(bits).getPublic();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RawRsa.encrypt(key, unsigned(key.getModulus(), bits / 8)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RawRsa.encrypt(key, new byte[bits / 8 - 1]));
  }

  private static byte[] unsigned(BigInteger value, int length) {
    byte[] block = new byte[length];
    byte[] bytes = value.toByteArray();
    int significant = Math.min(length, bytes.length);
    System.arraycopy(bytes, bytes.length - significant, block, length - significant, significant);
    return block;
  }

  private static KeyPair pair(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }
}
