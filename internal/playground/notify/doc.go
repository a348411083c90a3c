// Package notify is what the built-in provider tells merchants of its own
// accord: the authorization callback, the push of a placed order, the end of a
// fraud check (provider.md A.7, B.6.4, C.8). It owns bodies, schedules and what
// an answer means; it knows neither orders nor how a request leaves the house.
package notify
