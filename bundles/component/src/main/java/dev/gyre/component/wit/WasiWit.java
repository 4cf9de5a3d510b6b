package dev.gyre.component.wit;

import java.util.List;

import dev.gyre.api.host.WitFile;

/** The WIT of WASI, which every other WIT may use without having it: 0.2 and its two release candidates. */
public final class WasiWit {
    private WasiWit() {
    }

    public static List<WitFile> files() {
        return List.of(WitFile.beside(WasiWit.class, "wasi-0.2.wit"), WitFile.beside(WasiWit.class, "wasi-0.2.0-rc-2023-10-18.wit"),
                WitFile.beside(WasiWit.class, "wasi-0.2.0-rc-2023-11-10.wit"));
    }
}
