package dev.gyre.policy.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true", "10.0.0.0/8, 11.0.0.0, false", "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.32.0.0, false", "1.2.3.4, 1.2.3.4, true", "1.2.3.4, 1.2.3.5, false", "0.0.0.0/0, 9.9.9.9, true",
        "fc00::/7, fdff::1, true", "fc00::/7, fe00::1, false", "::1, ::1, true", "0.0.0.0/0, ::1, false",
    })
    void aBlockContainsWhatItsPrefixSays(String block, String address, boolean expected) {
        assertEquals(expected, Cidr.parse(block).contains(InetAddress.ofLiteral(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.com", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8/8", "privat", "10.0.0.0/99999999999"})
    void whatIsNoBlockIsRefusedWithItsText(String text) {
        var e = assertThrows(IllegalArgumentException.class, () -> Networks.of(List.of(text)));
        assertTrue(e.getMessage().contains("\"" + text + "\""), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "::169.254.169.254", "fe80::1",
        "fd00:ec2::254", "100.100.100.200"})
    void metadataAddressesAreFoundInEveryWrapping(String address) {
        assertTrue(Networks.METADATA.find(InetAddress.ofLiteral(address)).isPresent());
    }

    @Test
    void aMappedAddressTheResolverDidNotUnwrapIsFoundToo() throws Exception {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 169, (byte) 254, 1, 1};
        assertTrue(Networks.METADATA.find(java.net.Inet6Address.getByAddress("x", mapped, 0)).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "10.1.1.1", "192.168.1.1", "172.20.0.1", "100.64.0.1", "fd12::1", "0.0.0.0"})
    void privateStandsForAllThatIsNotPublic(String address) {
        assertTrue(Networks.of(List.of(Networks.PRIVATE)).find(InetAddress.ofLiteral(address)).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "2606:4700::1111", "172.32.0.1", "::1", "127.0.0.1", "10.0.0.1"})
    void ordinaryAddressesAreInNoDefaultBlock(String address) {
        assertTrue(Networks.METADATA.find(InetAddress.ofLiteral(address)).isEmpty());
        assertTrue(Networks.NOWHERE.find(InetAddress.ofLiteral(address)).isEmpty());
    }
}
