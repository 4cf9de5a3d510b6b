/**
 * HTTP messages of guests, in both directions, with bodies that stream. The public methods have the shape of the functions of
 * {@code wasi:http/types@0.2}; other versions are faces over them.
 */
@Export
@Version("1.0.0")
package dev.gyre.wasi.backend.http;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
