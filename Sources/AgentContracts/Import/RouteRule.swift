/// By what a route is told to be an operation: points for its method, the words of its path, and what goes in and out.
struct RouteRule {
  /// How it stands to conversations that were started.
  enum Conversation {
    /// Names one, in path, query or body.
    case needed
    /// Better when it does.
    case liked
    /// None; a path with any parameter is something else.
    case none
  }

  let key: OperationKey
  /// Others are refused.
  let methods: [String: Int]
  /// Words of the path in the singular, each with its points.
  let words: [String: Int]
  /// A word that has to be there.
  var needs: String?
  /// Words that tell it is something else.
  var forbidden: Set<String> = []
  /// Words that are neither here nor there, as ``usual`` ones are; all others take points away.
  var neutral: Set<String> = []
  /// Points for a path that is nothing but a conversation's own, for the methods that then mean this.
  var bare: [String: Int] = [:]
  var conversation = Conversation.needed
  /// Names of the body's values and the query's parameters: three points for any of them.
  var takes: Set<String> = []
  /// Names of the answer's values: two points for any of them.
  var gives: Set<String> = []

  /// Points that it takes: few for what no conversation can do without, since a guess is better than nothing there.
  var enough: Int { key == .start || key == .message ? 2 : 4 }

  /// With fewer points it is a guess.
  static let sure = 6

  /// What conversations are called, and those who take part in them.
  static let usual = ConversationNoun.all.union(["agent", "assistant", "bot", "chatbot", "customer", "sale", "voice"])

  /// In the order of operations, so that of two that fit a route equally well the earlier one gets it.
  static let all: [RouteRule] = [
    RouteRule(
      key: .login, methods: ["POST": 1],
      words: [
        "login": 6, "signin": 6, "logon": 6, "token": 4, "authenticate": 5, "authentication": 3, "auth": 2,
        "authorize": 2,
        "jwt": 2, "obtain": 2, "create": 1, "session": 1,
      ],
      forbidden: [
        "refresh", "logout", "signout", "register", "signup", "revoke", "verify", "reset", "forgot", "change", "csrf",
        "blacklist", "introspect", "password", "rotate", "renew", "callback",
      ], neutral: ["user", "account", "oauth", "oauth2", "log", "sign", "in", "access"],
      conversation: .none, takes: ["password", "pass", "passwd"],
      gives: ["accesstoken", "token", "access", "jwt", "idtoken"]),
    RouteRule(
      key: .refresh, methods: ["POST": 1, "PUT": 0, "GET": 0],
      words: ["refresh": 6, "renew": 5, "token": 1, "auth": 1, "login": 1, "jwt": 1, "session": 1],
      forbidden: ["cache", "page", "data", "register"], neutral: ["user", "account", "oauth", "oauth2", "access"],
      conversation: .none, takes: ["refreshtoken", "refresh"], gives: ["accesstoken", "token", "access", "jwt"]),
    RouteRule(
      key: .start, methods: ["POST": 1, "PUT": 0],
      words: nouns.merging(
        ["start": 3, "create": 3, "new": 3, "open": 3, "begin": 3, "init": 3, "initiate": 3, "initialize": 3]) { $1 },
      forbidden: [
        "message", "end", "close", "finish", "stop", "audio", "search", "login", "token", "refresh", "upload", "import",
        "export", "cache", "invalidate", "feedback", "predict", "score", "transfer", "bulk", "batch", "timeout",
        "fallback",
        "completion", "test", "auth",
      ], conversation: .none,
      takes: ["customerdata", "customer", "customername", "programtype"],
      gives: ["conversationid", "chatid", "sessionid", "dialogid", "threadid", "callid"]),
    RouteRule(
      key: .message, methods: ["POST": 1, "PUT": 1, "PATCH": 0],
      words: [
        "message": 5, "msg": 5, "chat": 4, "reply": 4, "say": 4, "ask": 4, "send": 3, "utterance": 5, "turn": 5,
        "talk": 4, "speak": 4, "respond": 4, "response": 2, "query": 2, "prompt": 3, "input": 3, "text": 2,
        "completion": 4, "interact": 4, "continue": 3,
      ],
      forbidden: [
        "start", "end", "close", "audio", "upload", "invalidate", "feedback", "predict", "record", "read", "search",
        "delete", "timeout", "fallback", "cache", "login", "auth", "token", "train", "model",
      ], conversation: .liked,
      takes: ["message", "text", "content", "msg", "question", "input", "prompt", "utterance", "userinput", "query"],
      gives: ["response", "answer", "reply", "message", "text", "content", "output"]),
    RouteRule(
      key: .tier, methods: ["GET": 1, "POST": 0],
      words: ["tier": 6, "segment": 2, "level": 2, "classification": 2, "detect": 1],
      conversation: .liked, gives: ["tier", "detectedtier", "customertier"]),
    RouteRule(
      key: .roi, methods: ["POST": 1, "GET": 0],
      words: ["roi": 6, "projection": 4, "project": 2, "forecast": 3, "predict": 2, "prediction": 2],
      neutral: ["predictive", "calculate", "calculator", "calculation", "return", "investment"], conversation: .liked,
      gives: ["roiprojection", "projectedroipercentage", "roipercentage", "roi", "projectedroi", "paybackperiodmonths"]),
    RouteRule(
      key: .analytics, methods: ["GET": 1],
      words: ["analytic": 5, "insight": 4, "statistic": 3, "stat": 2, "report": 2, "metric": 1],
      forbidden: ["cache", "connection", "breaker"], conversation: .liked),
    RouteRule(
      key: .health, methods: ["GET": 1, "HEAD": 0],
      words: [
        "health": 6, "healthz": 6, "healthcheck": 2, "live": 3, "livez": 4, "liveness": 4, "ready": 3, "readyz": 4,
        "readiness": 4, "ping": 5, "heartbeat": 5, "status": 4, "alive": 4, "up": 3,
      ], neutral: ["check", "system", "service"], conversation: .none, gives: ["status", "health"]),
    RouteRule(
      key: .end, methods: ["POST": 1, "PUT": 1, "PATCH": 0, "DELETE": 0],
      words: [
        "end": 6, "close": 6, "finish": 6, "complete": 5, "terminate": 6, "stop": 5, "hangup": 6, "finalize": 6,
        "leave": 4,
      ],
      forbidden: ["message", "cache", "invalidate", "timeout", "fallback"], neutral: ["hang", "up"], bare: ["DELETE": 5]
    ),
    RouteRule(
      key: .summary, methods: ["GET": 1],
      words: ["summary": 6, "summarize": 5, "transcript": 4, "history": 3, "detail": 3, "state": 3, "status": 2],
      forbidden: ["cache", "audio", "message", "analytic"], bare: ["GET": 4]),
    RouteRule(
      key: .update, methods: ["PUT": 2, "PATCH": 2, "POST": 0],
      words: ["update": 6, "edit": 5, "modify": 5, "metadata": 4, "patch": 4],
      forbidden: ["message", "cache", "end", "close"], bare: ["PUT": 4, "PATCH": 4]),
    RouteRule(
      key: .failingDependency, methods: ["POST": 1], words: ["timeout": 1, "test": 2],
      needs: "timeout", neutral: ["simulate"], conversation: .none),
    RouteRule(
      key: .fallback, methods: ["POST": 1], words: ["fallback": 5],
      neutral: ["force", "test"], conversation: .none),
    RouteRule(
      key: .metrics, methods: ["GET": 1], words: ["metric": 4, "prometheus": 4],
      forbidden: ["connection", "breaker", "circuit", "cache"], conversation: .none,
      gives: ["avgresponsetime", "requestspersecond", "errorrate"]),
    RouteRule(
      key: .connections, methods: ["GET": 1], words: ["connection": 5, "metric": 1], neutral: ["active"],
      conversation: .none, gives: ["activeconnections"]),
    RouteRule(
      key: .breakers, methods: ["GET": 1], words: ["breaker": 5, "circuit": 5, "circuitbreaker": 0, "metric": 1],
      neutral: ["status", "state", "health"], conversation: .none, gives: ["opencircuits"]),
    RouteRule(
      key: .cacheStats, methods: ["GET": 1], words: ["cache": 1, "stat": 3, "statistic": 3, "metric": 3, "info": 2],
      needs: "cache", forbidden: ["health", "key", "conversation"], conversation: .none,
      gives: ["hitrate", "totalkeys"]),
  ]

  private static let nouns = Dictionary(uniqueKeysWithValues: ConversationNoun.all.map { ($0, 3) })
}
