package dev.bridle.auth;

/** The kinds of token that Bridle mints, each with a prefix that people and scanners recognise. */
public enum TokenKind {
  /** Lets someone become a member of an organization, once. */
  INVITATION("brdi_"),
  /** Registers agents of a cluster. */
  AGENT("brdc_"),
  /** Belongs to one registered agent. */
  SESSION("brda_"),
  /** Belongs to one running job. */
  JOB("brdj_"),
  /** Belongs to a person, within an organization. */
  API("brdu_"),
  /** Lies in the cookie of a browser in which a person has signed in. */
  WEB("brdw_"),
  /** Makes the forms of someone who has not signed in their own. */
  VISITOR("brdv_"),
  /** Signs a person in, once. */
  LINK("brdl_"),
  /** Lies in the data folder of a running server, for its operator. */
  OPERATOR("brdo_"),
  /** Sets a new server up, once. */
  SETUP("brds_");

  private final String prefix;

  TokenKind(String prefix) {
    this.prefix = prefix;
  }

  public String prefix() {
    return prefix;
  }
}
