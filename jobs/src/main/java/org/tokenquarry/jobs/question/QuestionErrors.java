package org.tokenquarry.jobs.question;

import java.util.List;
import org.tokenquarry.error.UserException;

/** Every error in questions: its code, its sentence and its remedy. */
final class QuestionErrors {

  private static final String FIELDS =
      "Each must name an image, several or a folder of frames, have a question, and answers where"
          + " accuracy is to be measured; see"
          + " docs/questions.md.";

  private QuestionErrors() {}

  static UserException questionsMissing(String location) {
    return new UserException(
        "questions-missing",
        "The questions " + location + " do not exist.",
        "Name a file of questions, or the directory that it is in.");
  }

  static UserException noQuestions(String location) {
    return new UserException(
        "no-questions", "The file " + location + " holds no question.", FIELDS);
  }

  static UserException tooLarge(String location, long bytes, long most) {
    return new UserException(
        "questions-too-large",
        "The file %s has %d bytes; a file of questions has at most %d."
            .formatted(location, bytes, most),
        "Ask fewer questions, or make a Parquet file of them.");
  }

  /**
   * A line is not a question.
   *
   * @param number of the line, from 1
   * @param what is wrong with it; a predicate, such as {@code is no JSON}
   */
  static UserException badQuestion(String location, int number, String what) {
    return new UserException(
        "bad-question", "Question " + number + " of " + location + " " + what + ".", FIELDS);
  }

  /** A line is about too many images. */
  static UserException tooManyImages(String location, int number, int images, int most) {
    return new UserException(
        "too-many-images",
        "Question %d of %s is about %d images; a question is about at most %d."
            .formatted(number, location, images, most),
        "Name fewer images, or a folder of frames, of which evaluate.frames are taken.");
  }

  /**
   * Images of questions are not held out in the warehouse.
   *
   * @param missing number of these images
   * @param all number of all images that the questions are about
   * @param mined ids of some of the missing images that are in the warehouse to be mined
   */
  static UserException imagesNotHeldOut(
      String location, long missing, int all, List<String> mined) {
    return new UserException(
        "images-not-held-out",
        String.format(
                "%d of the %d images that the questions %s are about are not in the warehouse as"
                    + " held-out images.",
                missing, all, location)
            + (mined.isEmpty()
                ? ""
                : " Such as these, which are mined: " + String.join(", ", mined) + "."),
        mined.isEmpty()
            ? "Ingest them with --split heldout."
            : "An image that was mined cannot judge a codebook: hold it out, with move"
                + " --split heldout, or take it out of the questions.");
  }
}
