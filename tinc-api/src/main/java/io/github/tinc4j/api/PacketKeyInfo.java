package io.github.tinc4j.api;

/**
 * What packets are protected with, as the receiving node chose it (spec 20, 4.3); not the key.
 *
 * @param cipher OpenSSL's number of the cipher; 0 for none
 * @param digest OpenSSL's number of the digest; 0 for none
 * @param macLength bytes of MAC on each packet
 * @param compression 0 none, 1 to 9 zlib, 10 and 11 LZO
 */
public record PacketKeyInfo(int cipher, int digest, int macLength, int compression) {}
