/**
 * Forms of published methods: a method with its published constants, or with others. A method that
 * has constants declares them as a {@link org.tokenquarry.prune.form.TunableMethod}; {@link
 * org.tokenquarry.prune.form.PrunerForm} is one choice of them, and its text stands in settings and
 * in tables.
 */
package org.tokenquarry.prune.form;
