// An OpenID Connect provider for tests, on a free port of this machine. It prints its issuer, reads the redirect address of
// its one client from its input, and then signs in whoever gives a name: NAME@example.com, in the group NAME.
import http from "node:http";
import { createInterface } from "node:readline";
import Provider from "oidc-provider";

const server = http.createServer((_, response) => response.writeHead(503).end());
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  createInterface({ input: process.stdin }).once("line", (redirect) => {
    const provider = new Provider(issuer, {
      clients: [{ client_id: "bridle", client_secret: "a secret of the tests", redirect_uris: [redirect] }],
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
      pkce: { required: () => true },
      findAccount: (_, id) => ({
        accountId: id,
        claims: () => ({
          sub: id,
          email: `${id}@example.com`,
          email_verified: true,
          name: `${id[0].toUpperCase()}${id.slice(1)} of the provider`,
          groups: [id],
        }),
      }),
    });
    server.removeAllListeners("request");
    server.on("request", provider.callback());
    console.log("ready");
  });
  console.log(issuer);
});
process.stdin.on("end", () => process.exit());
