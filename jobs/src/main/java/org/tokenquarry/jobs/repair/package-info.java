/** The verb {@code repair}: mends what hands and other programs did to the tables. */
package org.tokenquarry.jobs.repair;
