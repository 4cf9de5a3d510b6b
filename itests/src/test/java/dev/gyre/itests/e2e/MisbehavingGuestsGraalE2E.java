package dev.gyre.itests.e2e;

/** The same on GraalWasm. */
class MisbehavingGuestsGraalE2E extends MisbehavingGuestsE2E {
    @Override
    String[] options() {
        return new String[] {"--engine", "graalwasm"};
    }
}
