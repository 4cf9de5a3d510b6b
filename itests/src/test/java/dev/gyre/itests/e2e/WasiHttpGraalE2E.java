package dev.gyre.itests.e2e;

/** The same on GraalWasm. */
class WasiHttpGraalE2E extends WasiHttpE2E {
    @Override
    String[] options() {
        return new String[] {"--engine", "graalwasm"};
    }
}
