// Package merchantcalls is the calls that the provider makes to merchants of its own
// accord: the authorization callback, the push of a placed order, the end of a
// fraud check (docs/spec/provider.md A.7, B.6.4, C.8). It owns bodies, schedules and what
// an answer means; it knows neither orders nor how a request leaves the house.
package merchantcalls
