/// An OpenAPI document with what every conversation needs and no more.
let smallDocument = #"""
  {
    "openapi": "3.1.0",
    "info": {"title": "Small\n\u001b[31m one", "version": "1"},
    "paths": {
      "/chats": {"post": {"responses": {"200": {"content": {"application/json": {"schema": {
        "properties": {"chatId": {"type": "string"}}}}}}}}},
      "/chats/{chatId}/messages": {"post": {
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Say"}}}},
        "responses": {"200": {"content": {"application/json": {"schema": {"properties": {"answer": {"type": "string"}}}}}}}}}
    },
    "components": {"schemas": {"Say": {"type": "object", "required": ["message"], "properties": {
      "message": {"type": "string"}}}}}
  }
  """#
