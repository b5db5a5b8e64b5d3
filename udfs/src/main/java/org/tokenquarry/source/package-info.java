/** Where images are read from: URIs of files, local or on any file system that Hadoop knows. */
package org.tokenquarry.source;
