/** What the code of guests calls and holds. Nothing here knows of stores and modules. */
package dev.gyre.engine.chicory.internal.code;
