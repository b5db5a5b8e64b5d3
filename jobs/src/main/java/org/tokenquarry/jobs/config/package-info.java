/**
 * Typed settings, read from HOCON in layers and validated all at once.
 *
 * <p>{@code reference.conf} beside this package documents every key. {@link
 * org.tokenquarry.jobs.config.ConfigurationLoader} is the entry.
 */
package org.tokenquarry.jobs.config;
