package org.tokenquarry.jobs.failure;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.CharConversionException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UnsupportedEncodingException;
import java.net.MalformedURLException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.PathExistsException;
import org.apache.hadoop.fs.PathNotFoundException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Tells apart the many kinds of {@link IOException}. */
final class IoTypes {

  /** They are {@link IOException}s, and say something about what is there, or about its content. */
  private static final List<Class<? extends IOException>> WILL_STAY =
      List.of(
          FileNotFoundException.class,
          NoSuchFileException.class,
          PathNotFoundException.class,
          FileAlreadyExistsException.class,
          org.apache.hadoop.fs.FileAlreadyExistsException.class,
          PathExistsException.class,
          NotDirectoryException.class,
          DirectoryNotEmptyException.class,
          UnsupportedFileSystemException.class,
          JsonProcessingException.class,
          MalformedURLException.class,
          CharacterCodingException.class,
          CharConversionException.class,
          UnsupportedEncodingException.class,
          ZipException.class,
          ChecksumException.class,
          ClosedByInterruptException.class);

  private IoTypes() {}

  /** Whether it is one of those that may not come again at the next try. */
  static boolean mayPass(Throwable thrown) {
    return thrown instanceof IOException
        && (!(thrown instanceof InterruptedIOException) || thrown instanceof SocketTimeoutException)
        && WILL_STAY.stream().noneMatch(type -> type.isInstance(thrown));
  }
}
