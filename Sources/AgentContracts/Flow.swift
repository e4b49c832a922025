// What a JSON API takes and gives, as data: the load is made of it and the reference agent serves it. A room uses only what
// stands above it; `.ci/flow` checks.
//
// Value     JSON as a value, pointers into it, and a reader that names the place of what it refuses
// Contract  operations, templates of what they send, checks of what comes back
// BuiltIn   the two contracts of the agent
// Import    a contract made of an OpenAPI document, and what the document left open
