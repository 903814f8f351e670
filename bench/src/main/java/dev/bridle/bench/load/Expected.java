package dev.bridle.bench.load;

/**
 * What a right answer looks like.
 *
 * @param marks events, or the two ends of a plain answer's text
 * @param bodyBytes of an answer that must come unchanged; 0 where a proxy may write it anew
 */
public record Expected(int marks, long bodyBytes) {
  /** What is wrong with an answer, in a few words; empty when nothing is. */
  String complaint(int status, int marksSeen, long bytesSeen) {
    if (status != 200) {
      return "status " + status;
    }
    if (marksSeen != marks) {
      return marksSeen + " of " + marks + " events";
    }
    return bodyBytes > 0 && bytesSeen != bodyBytes ? bytesSeen + " of " + bodyBytes + " bytes" : "";
  }
}
