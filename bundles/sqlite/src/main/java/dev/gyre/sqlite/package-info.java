/** SQLite databases in files, in the format of SQLite everywhere, and in memory. */
@Export
@Version("1.0.0")
package dev.gyre.sqlite;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
