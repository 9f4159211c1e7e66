package io.github.tinc4j.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.core.crypto.KeyPem.MalformedKey;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class KeyPemTest {

  private RSAPrivateCrtKey privateKey;
  private RSAPublicKey publicKey;
  private RSAPublicKey otherPublicKey;

  @BeforeAll
  void makeKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    KeyPair pair = generator.generateKeyPair();
    privateKey = (RSAPrivateCrtKey) pair.getPrivate();
    publicKey = (RSAPublicKey) pair.getPublic();
    otherPublicKey = (RSAPublicKey) generator.generateKeyPair().getPublic();
  }

  private static String pem(String type, Key key) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    assertThat(KeyPem.readPrivate(KeyPem.write(privateKey))).isEqualTo(privateKey);
    assertThat(KeyPem.readPublic(KeyPem.write(publicKey))).isEqualTo(publicKey);
  }

  @Test
  void theOtherFormsOfOpenSslAreRead() throws Exception {
    assertThat(KeyPem.readPrivate(pem("PRIVATE KEY", privateKey))).isEqualTo(privateKey);
    assertThat(KeyPem.readPublic(pem("PUBLIC KEY", publicKey))).isEqualTo(publicKey);
  }

  @Test
  void textAroundAKeyAndCarriageReturnsAreSkipped() throws Exception {
    String text = "Port = 655\n\n" + KeyPem.write(publicKey) + "more\n";
    assertThat(KeyPem.readPublic(text)).isEqualTo(publicKey);
    assertThat(KeyPem.readPublic(text.replace("\n", "\r\n"))).isEqualTo(publicKey);
  }

  @Test
  void thePkcs1FormWinsOverTheX509FormWhateverTheirOrder() throws Exception {
    String text = pem("PUBLIC KEY", otherPublicKey) + KeyPem.write(publicKey);
    assertThat(KeyPem.readPublic(text)).isEqualTo(publicKey);
  }

  @Test
  void disabledAndForeignBlocksAreSkipped() throws Exception {
    String old = KeyPem.write(otherPublicKey).replace("RSA", "OLD");
    String foreign = "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n";
    assertThat(KeyPem.readPublic(old + foreign)).isNull();
    assertThat(KeyPem.readPublic(old + foreign + KeyPem.write(publicKey))).isEqualTo(publicKey);
  }

  @Test
  void aBlockThatDoesNotEndAsItBeganIsNoKey() throws Exception {
    String text = KeyPem.write(publicKey);
    assertThat(KeyPem.readPublic(text.replace("END RSA", "END"))).isNull();
    assertThat(KeyPem.readPublic(text.substring(0, text.indexOf("-----END")))).isNull();
    assertThat(KeyPem.readPublic(" " + text)).isNull();
  }

  @Test
  void aBlockThatDoesNotEndDoesNotHideTheNext() throws Exception {
    String text = KeyPem.write(otherPublicKey);
    String cut = text.substring(0, text.indexOf("-----END"));
    assertThat(KeyPem.readPublic(cut + KeyPem.write(publicKey))).isEqualTo(publicKey);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "####", "MIIB", "AAAA", "MAA="})
  void aBodyThatIsNoKeyIsMalformedAndNotShown(String body) {
    String text = "-----BEGIN RSA %s KEY-----\n" + body + "\n-----END RSA %s KEY-----\n";
    assertThatThrownBy(() -> KeyPem.readPrivate(text.replace("%s", "PRIVATE")))
        .isInstanceOf(MalformedKey.class)
        .hasMessage("broken RSA PRIVATE KEY")
        .hasNoCause();
    assertThatThrownBy(() -> KeyPem.readPublic(text.replace("%s", "PUBLIC")))
        .isInstanceOf(MalformedKey.class)
        .hasMessage("broken RSA PUBLIC KEY");
  }

  @Test
  void aPrivateKeyWithAChangedDigitIsMalformed() {
    String text = KeyPem.write(privateKey);
    int at = text.length() / 2;
    char changed = text.charAt(at) == 'A' ? 'B' : 'A';
    String broken = text.substring(0, at) + changed + text.substring(at + 1);
    assertThatThrownBy(() -> KeyPem.readPrivate(broken)).isInstanceOf(MalformedKey.class);
  }

  @Test
  void anEncryptedKeyIsRefusedAsSuch() {
    String pkcs1 =
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,00

        AAAA
        -----END RSA PRIVATE KEY-----
        """;
    String pkcs8 =
        """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        AAAA
        -----END ENCRYPTED PRIVATE KEY-----
        """;
    for (String text : List.of(pkcs1, pkcs8)) {
      assertThatThrownBy(() -> KeyPem.readPrivate(text))
          .isInstanceOf(MalformedKey.class)
          .hasMessageContaining("encrypted");
    }
  }

  @Test
  void aTextWithoutAKeyHasNone() throws Exception {
    assertThat(KeyPem.readPrivate("")).isNull();
    assertThat(KeyPem.readPrivate(KeyPem.write(publicKey))).isNull();
  }
}
