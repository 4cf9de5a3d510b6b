package dev.gyre.itests.e2e;

/** The same on GraalWasm. */
class GenerationsGraalE2E extends GenerationsE2E {
    @Override
    String[] options() {
        return new String[] {"--engine", "graalwasm"};
    }
}
