// Package web owns what every HTTP surface shares: who a client is, which hosts
// and origins are this server's, what a network may use up, bounded strict JSON
// bodies, the error envelope, correlation ids, the access log, Basic
// authentication, tolerant API paths and the server's limits. It must not know
// any route or rule of the domain.
package web
