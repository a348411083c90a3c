// Package web owns what every HTTP surface shares: tables of routes, who a client
// is, which hosts and origins are this server's, how much a client and a network
// may use up, bounded bodies, the error envelope, correlation ids, the access log,
// Basic authentication, tolerant API paths and the server's limits. It must not
// know any rule of the domain.
package web
