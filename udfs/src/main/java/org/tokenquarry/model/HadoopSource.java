package org.tokenquarry.model;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/** A bundle on any Hadoop file system, such as {@code hdfs://} or {@code s3a://}. */
final class HadoopSource implements BundleSource {

  private final String location;
  private final Path root;
  private final FileSystem files;

  HadoopSource(String location) throws IOException {
    this.location = location;
    try {
      this.root = new Path(location);
      this.files = root.getFileSystem(configuration());
    } catch (UnsupportedFileSystemException | IllegalArgumentException e) {
      throw BundleErrors.unknownFileSystem(location, e);
    }
  }

  /** Inside Spark, Spark's {@code spark.hadoop.*} settings apply, with credentials in them. */
  private static Configuration configuration() {
    SparkEnv spark = SparkEnv.get();
    return spark == null
        ? new Configuration()
        : SparkHadoopUtil.get().newConfiguration(spark.conf());
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public boolean exists() throws IOException {
    return files.exists(root);
  }

  @Override
  public InputStream open(String name) throws IOException {
    return files.open(new Path(root, name));
  }
}
