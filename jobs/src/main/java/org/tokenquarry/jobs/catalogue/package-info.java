/**
 * Every verb once: its name, its help, its options with the settings that they stand for, and the
 * job that does its work. The command line is made from it.
 */
package org.tokenquarry.jobs.catalogue;
