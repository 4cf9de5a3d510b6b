package dev.gyre.itests.e2e;

/** The same on GraalWasm. */
class RealGuestsSdkGraalSuite extends RealGuestsSdkSuite {
    @Override
    String[] options() {
        return new String[] {"--engine", "graalwasm"};
    }
}
