package dev.gyre.itests.e2e;

/** The same on GraalWasm, whose instances of a JavaScript engine take longer to make. */
class RealGuestsGraalSuite extends RealGuestsSuite {
    @Override
    String[] options() {
        return new String[] {"--engine", "graalwasm"};
    }

    @Override
    int crowd() {
        return 8;
    }
}
