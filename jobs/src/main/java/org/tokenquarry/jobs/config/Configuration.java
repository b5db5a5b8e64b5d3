package org.tokenquarry.jobs.config;

import com.typesafe.config.Config;
import java.util.Map;

/**
 * A configuration that was read and found valid.
 *
 * @param settings ours
 * @param spark what is handed to Spark, full keys ({@code spark.master}), sorted
 * @param effective everything after layering, with the comments of the reference; without presets
 */
public record Configuration(Settings settings, Map<String, String> spark, Config effective) {}
