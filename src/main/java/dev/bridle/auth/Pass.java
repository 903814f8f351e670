package dev.bridle.auth;

/**
 * What someone was let in with who stays and watches: it can become invalid meanwhile.
 *
 * @param kind whose id it is: a session's in a browser, or an API token's
 */
public record Pass(TokenKind kind, String id, String organizationId, String personId) {
  public static Pass of(SignedIn person, Membership membership) {
    return new Pass(
        TokenKind.WEB, person.sessionId(), membership.organizationId(), person.personId());
  }

  public static Pass of(Principal.ApiToken token) {
    return new Pass(TokenKind.API, token.tokenId(), token.organizationId(), token.personId());
  }
}
