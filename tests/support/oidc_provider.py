"""A small OpenID Connect provider on the loopback; what it signs is as a test says."""

import base64
import hashlib
import hmac
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET, CODE = "footnote", "the provider's word with Footnote", "a code that is good once"


class Provider:
    """Answers with one person; ``claims`` are laid over what is right, where ``None`` takes one away.

    ``told`` is what the page about the person says.
    """

    def __init__(self) -> None:
        self.key = self.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
        self.algorithm = "RS256"
        self.algorithms = ["RS256"]
        self.claims: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        self.asked: dict[str, str] = {}
        self.issued_as = ""
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = urlsplit(self.path).path
                documents = {
                    "/.well-known/openid-configuration": provider.metadata(),
                    "/keys": {"keys": [provider.key.as_dict(private=False)]},
                    "/person": provider.told,
                }
                self.answer(documents.get(path, {}))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                given = {name: values[0] for name, values in parse_qs(body).items()}
                self.answer(*provider.token(given, self.headers.get("Authorization", "")))

            def answer(self, document: dict[str, Any], status: int = 200) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(document).encode())

            def log_message(self, format: str, *args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issued_as or self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/person",
            "jwks_uri": f"{self.url}/keys",
            "id_token_signing_alg_values_supported": self.algorithms,
        }

    def authorize(self, address: str) -> str:
        """Do what a person does there; return the query that they come back with."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return f"code={CODE}&state={self.asked['state']}"

    def token(self, given: dict[str, str], authorization: str) -> tuple[dict[str, Any], int]:
        """Exchange the code, if it is the one that was given, with its PKCE verifier (RFC 7636, 4.6)."""
        challenge = _base64(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        knows = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if (
            given.get("code") != CODE
            or given.get("redirect_uri") != self.asked["redirect_uri"]
            or challenge.decode() != self.asked["code_challenge"]
            or authorization != f"Basic {knows}"
        ):
            return {"error": "invalid_grant"}, 400
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "1",
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked["nonce"],
            "email": "Anna@Example.org",
            "email_verified": True,
            **self.claims,
        }
        given_claims = {name: value for name, value in claims.items() if value is not None}
        return {"access_token": "a token", "token_type": "Bearer", "id_token": self.sign(given_claims)}, 200

    def sign(self, claims: dict[str, Any]) -> str:
        """Sign as ``algorithm`` says; with HS256 the public key is the secret, which no library does."""
        header = {"alg": self.algorithm, "kid": "one"}
        if self.algorithm == "RS256":
            return jwt.encode(header, claims, self.signs_with)
        text = b".".join(_base64(json.dumps(part).encode()) for part in (header, claims))
        secret = self.key.as_pem(private=False)
        signature = hmac.digest(secret, text, "sha256") if self.algorithm == "HS256" else b""
        return b".".join((text, _base64(signature))).decode()


def _base64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
