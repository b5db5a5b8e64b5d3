/** The verb {@code migrate}: warehouses of older releases become warehouses of this one. */
package org.tokenquarry.jobs.migrate;
