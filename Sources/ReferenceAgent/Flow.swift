// The stand-in for the agent under load. A room uses only what stands above it; `.ci/flow` checks.
//
// Wire        requests, answers, routes and refusals as the contract has them
// Mechanism   caches, breakers, queues and service times
// Settings    what can be set before the agent starts, and the faults that are switched while it runs
// Sales       conversations, customers, tiers and projections
// Agent       the agent itself, and its server
