// Package web owns what every HTTP surface shares: who a client is, which hosts
// and origins are ours, what a network may use up, bounded strict JSON bodies,
// the error envelope, correlation ids, the access log, Basic authentication,
// tolerant API paths and the server's limits. It knows no route and no rule of
// the domain.
package web
