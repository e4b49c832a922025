@testable import AgentContracts

/// A contract of an API that there is not, with every key that the format has.
let madeUpContract = #"""
  {
    "contract": 1,
    "name": "made up, v2",
    "headers": {"X-Request-ID": "{uuid}", "X-Run": "{run.testId}-{run.seed}"},
    "token": {"header": "X-Token", "scheme": ""},
    "operations": [
      {
        "key": "login", "method": "POST", "path": "/sessions",
        "body": {"form": {"user": "{account.email}", "password": "{account.password}", "kind": "{{test}}"}},
        "values": {"token": "/session/token", "token.expiresIn": "/session/seconds"}
      },
      {
        "key": "start", "label": "open", "method": "POST", "path": "/v2/talks?user={user.number}",
        "headers": {"X-Customer": "{customer.email}"},
        "body": {
          "json": {
            "who": {"age": "{customer.age}", "all": ["{customer.goals.all}", 7, null, {"{}": false}], "city": "{data.city}"}
          }
        },
        "timeout": 2.5,
        "expect": {"status": [201, 202]},
        "checks": [
          {"name": "created", "status": [201]},
          {"name": "json", "header": "Content-Type", "contains": "json"},
          {"name": "location", "header": "Location"},
          {"name": "no error", "bodyContains": "talk"},
          {"name": "open", "pointer": "/talk/state", "equals": {"is": ["open", 1.5, null]}},
          {"name": "lane", "pointer": "/talk/lane", "oneOf": ["a", 2, false]},
          {"name": "id", "pointer": "/talk/id", "type": "integer"},
          {"name": "long", "pointer": "/talk/key", "longerThan": 0}
        ],
        "values": {"conversation.id": "/talk/id", "phase": "/talk/phase"}
      },
      {
        "key": "message", "method": "PUT", "path": "/v2/talks/{conversation.id}/lines", "authorization": "required",
        "body": {"json": "{message.text}"},
        "values": {"answer.text": "/line", "fallback": "/canned", "tier": "/tier", "roi.percentage": "/roi~1year"}
      },
      {
        "key": "end", "method": "DELETE", "path": "/v2/talks/{conversation.id}", "authorization": "optional",
        "expect": {"status": [204], "timeout": true}
      },
      {
        "key": "metrics", "method": "GET", "path": "/stats%20now", "authorization": "never",
        "metrics": [
          {"name": "averageResponseTime", "pointer": "/mean", "unit": "us"},
          {"name": "errorRate", "series": "errors_total", "unit": "percent", "scale": 0.5},
          {"name": "cacheKeys", "pointer": ""}
        ]
      }
    ],
    "phases": ["greeting", {"name": "saludo", "texts": "greeting"}, "closing"],
    "tiers": ["base", "plus"],
    "tierRule": {
      "occupation": {"directora": 2, "maestro": -1}, "budget": {"high": 2}, "age": {"LONGEVITY": {"from": 55, "points": 1}},
      "threshold": 3, "lower": "base", "upper": "plus", "judgedBasis": "profile"
    },
    "roi": {"percentage": [-100, 2000], "confidence": [0, 1]},
    "fallbackTexts": ["Lo siento"],
    "values": {
      "customer.name": {"alphabet": "a-zA-Z .-", "length": [2, 100]}, "data.city": {"length": [0, 40]}
    },
    "signs": [
      {"code": "rateLimit", "status": 500, "pointer": "/error/code", "equals": "X", "sentence": "Too fast."},
      {"code": "closed", "status": 409, "sentence": "The talk is over."}
    ]
  }
  """#
