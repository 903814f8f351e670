package dev.bridle.call;

/** Pictures, documents and files of a body: carried in its bytes, or only named there. */
final class Media {
  private Media() {}

  /** Notes what an object is, by its own type and that of its source. */
  static void note(DecidingFields object, FeatureNotes notes) {
    if (isReferenced(object)) {
      notes.referenced();
    } else if ("base64".equals(object.sourceType())) {
      carried(object, notes);
    }
  }

  private static boolean isReferenced(DecidingFields object) {
    boolean medium = object.type().equals("image") || object.type().equals("document");
    if (object.hasFileId() || object.type().equals("container_upload")) {
      return true;
    }
    return switch (object.sourceType()) {
      case null -> medium;
      case "" -> medium;
      case "text", "content", "base64" -> false;
      case "url", "file" -> true;
      // A source that nobody knows, of a block that may be a new one.
      default -> !object.type().isEmpty();
    };
  }

  private static void carried(DecidingFields object, FeatureNotes notes) {
    if (object.type().equals("image")) {
      notes.picture(object.sourceBytes(), FeatureNotes.PICTURE_TOKENS);
    } else {
      // A PDF: its text is compressed, and each page is billed as a picture too.
      notes.document(object.sourceBytes());
    }
  }
}
