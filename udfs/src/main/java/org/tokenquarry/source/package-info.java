/** Reads files by their URIs, local or on any file system that Hadoop knows. */
package org.tokenquarry.source;
