/** The verb {@code doctor}: what would fail on this machine, before it fails at night. */
package org.tokenquarry.jobs.doctor;
