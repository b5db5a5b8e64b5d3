package org.tokenquarry.jobs.doctor;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.jobs.job.JobContext;

/** Whether the warehouse can be written to. It writes one small file there and removes it. */
final class WriteCheck implements Check {

  @Override
  public String name() {
    return "rights";
  }

  @Override
  public Finding look(JobContext context) throws IOException {
    Path warehouse = new Path(context.settings().warehouse().path());
    FileSystem fs = warehouse.getFileSystem(context.run().hadoop().get());
    Path there = fs.makeQualified(warehouse);
    while (!fs.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    Path probe = new Path(there, ".doctor-" + UUID.randomUUID());
    try {
      fs.create(probe, false).close();
    } finally {
      fs.delete(probe, false);
    }
    return Finding.ok("Files can be made and removed in " + there + ".");
  }
}
