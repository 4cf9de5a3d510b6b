/** Commands for a container that runs already: they are sent to it, and no container is booted for them. */
package dev.gyre.launcher.client;
