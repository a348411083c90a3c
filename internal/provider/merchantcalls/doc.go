// Package merchantcalls owns the calls that the provider makes to merchants of
// its own accord: the authorization callback, the push of a placed order, the
// end of a fraud check (docs/spec/provider.md A.7, B.6.4, C.8). Their bodies,
// their schedules and what an answer means are here. It must not know orders or
// how a request is sent.
package merchantcalls
