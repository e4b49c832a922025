"""The document that apispec makes of marshmallow's schemas: OpenAPI 3.0, form log-in, tokens in a header of their own."""
import json

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema, fields, validate


class Credentials(Schema):
    username = fields.Email(required=True)
    password = fields.String(required=True)


class Tokens(Schema):
    access_token = fields.String(required=True)
    refresh_token = fields.String()
    expires_in = fields.Integer()


class Envelope(Schema):
    data = fields.Nested(Tokens, required=True)


class Renewal(Schema):
    refresh_token = fields.String(required=True)


class Goals(Schema):
    primary = fields.String(required=True)
    secondary = fields.List(fields.String())


class Person(Schema):
    first_name = fields.String(required=True, validate=validate.Length(min=2, max=40))
    last_name = fields.String(required=True, validate=validate.Regexp(r"^[a-zA-ZáéíóúñÑ .-]{1,60}$"))
    email = fields.Email(required=True)
    age = fields.Integer(required=True, validate=validate.Range(min=18, max=120))
    nickname = fields.String()
    goals = fields.Nested(Goals)
    # A schema that is a part of itself.
    partner = fields.Nested(lambda: Person())


class NewChat(Schema):
    customer = fields.Nested(Person, required=True)
    program = fields.String(required=True, validate=validate.OneOf(["PRIME", "LONGEVITY", "OTHER"]))
    channel = fields.String(required=True, validate=validate.OneOf(["phone", "web"]))
    segment = fields.String(required=True)


class Chat(Schema):
    chat_id = fields.UUID(required=True)
    stage = fields.String(validate=validate.OneOf(["welcome", "discovery", "proposal", "objections", "close"]))


class Utterance(Schema):
    text = fields.String(required=True, validate=validate.Length(min=1, max=500))
    turn = fields.Integer()


class Answer(Schema):
    reply = fields.String(required=True)
    stage = fields.String(validate=validate.OneOf(["welcome", "discovery", "proposal", "objections", "close"]))
    tier = fields.String(validate=validate.OneOf(["basic", "gold"]))


class State(Schema):
    status = fields.String(validate=validate.OneOf(["ok", "down"]))


spec = APISpec(
    title="Chats made up", version="2.1", openapi_version="3.0.3", plugins=[MarshmallowPlugin()],
    servers=[{"url": "https://agent.example/{base}", "variables": {"base": {"default": "desk"}}}],
    security=[{"key": []}])
spec.components.security_scheme("key", {"type": "apiKey", "in": "header", "name": "X-Desk-Token"})


def body(schema, kind="application/json"):
    return {"required": True, "content": {kind: {"schema": schema}}}


def answer(schema, status="200"):
    return {status: {"description": "good", "content": {"application/json": {"schema": schema}}}}


chat = {"name": "chat_id", "in": "path", "required": True, "schema": {"type": "string"}}
spec.path("/v2/accounts/sign-in", operations={"post": {
    "security": [], "requestBody": body(Credentials, "application/x-www-form-urlencoded"), "responses": answer(Envelope)}})
spec.path("/v2/accounts/refresh", operations={"post": {
    "security": [], "requestBody": body(Renewal), "responses": answer(Envelope)}})
spec.path("/v2/accounts", operations={"post": {"requestBody": body(Credentials), "responses": answer(State)}})
spec.path("/v2/chats", operations={
    "get": {"responses": answer(Chat(many=True))},
    "post": {"requestBody": body(NewChat), "responses": answer(Chat, "201")}})
spec.path("/v2/chats/{chat_id}", parameters=[chat], operations={
    "get": {"responses": answer(Chat)}, "patch": {"requestBody": body(NewChat), "responses": answer(Chat)}})
spec.path("/v2/chats/{chat_id}/utterances", parameters=[chat], operations={"put": {
    "requestBody": body(Utterance), "responses": {**answer(Answer), "404": {"description": "unknown"}},
    "parameters": [
        {"name": "X-Request-ID", "in": "header", "schema": {"type": "string", "format": "uuid"}},
        {"name": "mode", "in": "query", "required": True, "schema": {"type": "string", "enum": ["fast", "slow"]}}]}})
spec.path("/v2/chats/{chat_id}/close", parameters=[chat], operations={"post": {"responses": {"204": {"description": "closed"}}}})
spec.path("/v2/ping", operations={"get": {"security": [], "responses": answer(State)}})
print(json.dumps(spec.to_dict()))
