// Package upstream owns which companies' APIs this server can stand in front of,
// and the merchants' accounts there: hosts, environments, and credentials that
// are sealed while they are kept. It must not know HTTP, SQL, or what an account
// is used for.
package upstream
