package dev.gyre.component.internal.abi;

/** How a component's memory holds strings. */
public enum Encoding {
    UTF8, UTF16, LATIN1_UTF16
}
