/** Doors for HTTP that stay open while those who answer behind them are replaced. */
@Export
@Version("1.0.0")
package dev.gyre.http.listener;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
