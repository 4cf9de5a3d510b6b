package dev.gyre.component.wit;

import java.util.List;
import java.util.stream.Stream;

import dev.gyre.api.host.WitFile;

/** The WIT of WASI, which every other WIT may use without having it: 0.2 and its two release candidates. */
public final class WasiWit {
    private WasiWit() {
    }

    /** All of it. */
    public static List<WitFile> files() {
        return Stream.of("0.2", "0.2.0-rc-2023-10-18", "0.2.0-rc-2023-11-10").map(WasiWit::file).toList();
    }

    /** Only the file that has an interface. */
    public static List<WitFile> files(String interfaceName) {
        int pre = interfaceName.indexOf("-rc-");
        return List.of(file(pre < 0 ? "0.2" : "0.2.0" + interfaceName.substring(pre)));
    }

    private static WitFile file(String version) {
        return WitFile.beside(WasiWit.class, "wasi-" + version + ".wit");
    }
}
